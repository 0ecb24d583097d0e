"""Builds and searches indexes of faiss and hnswlib in one thread, for PeerBenchmark.

Reads one request a line from standard input and writes one reply a line to standard output, both JSON objects.
A request has "op", the name of a method of Worker, and its arguments. A reply has what the method returns, or "error".
All durations are nanoseconds, taken here: what the pipe takes is in none of them.
"""

import gc
import importlib
import importlib.metadata
import json
import os
import sys
import tempfile
import time

import numpy


def timed(work):
    """Runs work; what it took on the wall and in CPU time of the process."""
    cpu = time.process_time_ns()
    start = time.perf_counter_ns()
    work()
    wall = time.perf_counter_ns() - start
    return {"wall": wall, "cpu": time.process_time_ns() - cpu}


def version(name, library):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return str(getattr(library, "__version__", "of unknown version"))


class Faiss:
    """One index of faiss, which compares by squared distance: of vectors of length 1 the order of their dot products."""

    def __init__(self, kind, parameters, documents, k):
        import faiss

        self.faiss = faiss
        faiss.omp_set_num_threads(1)
        dim = documents.shape[1]
        codec = faiss.ScalarQuantizer.QT_8bit
        self.quantizer = faiss.IndexFlatL2(dim)  # the index does not keep it alive
        self.index = {
            "hnsw-flat": lambda: faiss.IndexHNSWFlat(dim, parameters["M"]),
            "hnsw-sq8": lambda: faiss.IndexHNSWSQ(dim, codec, parameters["M"]),
            "ivf-flat": lambda: faiss.IndexIVFFlat(self.quantizer, dim, parameters["nlist"]),
            "ivf-sq8": lambda: faiss.IndexIVFScalarQuantizer(self.quantizer, dim, parameters["nlist"], codec),
        }[kind]()
        self.is_graph = kind.startswith("hnsw")
        if self.is_graph:
            self.index.hnsw.efConstruction = parameters["efConstruction"]
        self.k = k
        self.distances = numpy.empty((1, k), dtype="float32")
        self.found = numpy.empty((1, k), dtype="int64")
        self.out = (faiss.swig_ptr(self.distances), faiss.swig_ptr(self.found))
        self.index.train(documents)
        self.index.add(documents)

    def add(self, documents, _first):
        self.index.add(documents)

    def search(self, query, setting):
        """Through the bare C++ method, as the Python one checks and copies."""
        if self.is_graph:
            self.index.hnsw.efSearch = setting
        else:
            self.index.nprobe = setting
        pointer = self.faiss.swig_ptr(query)
        cost = timed(lambda: self.index.search_c(1, pointer, self.k, *self.out))
        return cost, self.found[0]

    def bytes(self):
        return len(self.faiss.serialize_index(self.index))


class Hnswlib:
    """One index of hnswlib, by dot product."""

    def __init__(self, _kind, parameters, documents, k, capacity):
        import hnswlib

        self.index = hnswlib.Index(space="ip", dim=documents.shape[1])
        self.index.init_index(
            max_elements=capacity, M=parameters["M"], ef_construction=parameters["efConstruction"]
        )
        self.index.set_num_threads(1)
        self.k = k
        self.add(documents, 0)

    def add(self, documents, first):
        self.index.add_items(documents, numpy.arange(first, first + len(documents)), num_threads=1)

    def search(self, query, setting):
        self.index.set_ef(setting)
        found = []
        cost = timed(lambda: found.append(self.index.knn_query(query, k=self.k, num_threads=1)))
        return cost, found[0][0][0]

    def bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "index")
            self.index.save_index(path)
            return os.path.getsize(path)


class Worker:
    def __init__(self):
        self.indexes = {}
        self.sizes = {}

    def libraries(self):
        """The libraries that are installed, with what is known of their build."""
        found = {}
        for name in ("faiss", "hnswlib"):
            try:
                library = importlib.import_module(name)
            except ImportError:
                continue
            facts = [version(name, library)]
            if hasattr(library, "get_compile_options"):
                facts.append("built with " + library.get_compile_options().strip())
            found[name] = ", ".join(facts)
        return {"libraries": found}

    def load(self, documents, queries, k):
        self.documents = numpy.ascontiguousarray(numpy.load(documents), dtype="float32")
        queries = numpy.ascontiguousarray(numpy.load(queries), dtype="float32")
        self.queries = [queries[i : i + 1] for i in range(len(queries))]
        self.k = k
        return {}

    def build(self, index, library, kind, parameters, count):
        documents = self.documents[:count]

        def make():
            if library == "faiss":
                self.indexes[index] = Faiss(kind, parameters, documents, self.k)
            else:
                self.indexes[index] = Hnswlib(kind, parameters, documents, self.k, len(self.documents))

        cost = timed(make)
        self.sizes[index] = count
        return cost

    def extend(self, index, to):
        first = self.sizes[index]
        cost = timed(lambda: self.indexes[index].add(self.documents[first:to], first))
        self.sizes[index] = to
        return cost

    def search(self, index, query, setting):
        cost, found = self.indexes[index].search(self.queries[query], setting)
        return {**cost, "found": [int(i) for i in found if i >= 0]}

    def bytes(self, index):
        return {"bytes": self.indexes[index].bytes()}

    def close(self, index):
        del self.indexes[index]
        return {}


def main():
    worker = Worker()
    gc.disable()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = getattr(worker, request.pop("op"))(**request)
        except Exception as e:
            reply = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(reply), flush=True)


main()
