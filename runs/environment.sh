# What the native libraries are told; sourced by ehi and by benchmark.sh. What is set already stays.

# OpenBLAS takes Zen 4 and 5 for Haswell; with AVX-512 its Skylake kernels are much faster.
if grep -qsw avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE="${OPENBLAS_CORETYPE:-SKYLAKEX}"; fi
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
# Each thread's own malloc arena keeps what it freed; two arenas for all keep less.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
# Large tensors come and go in each step; huge pages spare most of the page faults that this costs.
export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}"
# ONNX Runtime reports its use over the network unless told not to.
export ORT_DISABLE_TELEMETRY=1
