// The page's own server, and nobody else.

export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

export const act = (chat, what) => post(`/api/chats/${chat}`, what);

export function listen(told) {
  const source = new EventSource("/api/events");
  source.addEventListener("message", (event) => told(JSON.parse(event.data)));
  source.addEventListener("error", () => told({ kind: "lost" }));
}
