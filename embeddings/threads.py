"""How many processors a search takes."""

import faiss


def search_in_one_thread() -> None:
    """Let FAISS search in the thread that calls this, and in no other beside it.

    OpenMP keeps the number for each thread, so that each has to say it. With a second thread a
    single query took five times the processor time while other programs ran.
    """
    faiss.omp_set_num_threads(1)
