# find_jdk prints the home of a JDK 25; sourced by ehi, .ci/run and benchmark.sh.

# 25.0.0 to 25.0.2 have a defect that moves pinned objects (JDK-8377811).
is_jdk_25() { [ -x "$1/bin/javac" ] && grep -qsE '^JAVA_VERSION="25\.(0\.([3-9]|[1-9][0-9])|[1-9])' "$1/release"; }

find_jdk() {
  local candidate
  for candidate in "${EHI_JAVA_HOME:-}" "${JAVA_HOME:-}" \
      /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  echo "no JDK 25 found; install one (25.0.3 or later) or set EHI_JAVA_HOME to it" >&2
  exit 1
}
