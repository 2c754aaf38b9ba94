#!/bin/sh
# Gets a Kafka broker from Maven Central, once, and prints the folder of its jars.
# Leaves with status 3 where it cannot be had, and says why.
set -eu
. "$(dirname "$0")/lib.sh"
version=3.9.1
programs=$cache/kafka-$version
if [ ! -d "$programs" ]; then
  command -v java >/dev/null || unavailable "Kafka $version needs Java 17 or later"
  command -v mvn >/dev/null || unavailable "Kafka $version is fetched by Maven, which is not here"
  source=$(mktemp -d)
  trap 'rm -rf "$source" "$programs.part"' EXIT
  echo "Kafka $version: fetching jars" >&2
  dependency() { printf '<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>' "$1" "$2" "$3"; }
  {
    printf '<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>kafka</artifactId><version>1</version><dependencies>'
    dependency org.apache.kafka kafka_2.13 "$version"
    dependency org.apache.kafka kafka-tools "$version"
    dependency org.slf4j slf4j-simple 1.7.36
    printf '</dependencies></project>'
  } >"$source/pom.xml"
  mkdir -p "$cache"
  mvn -q -B -f "$source/pom.xml" dependency:copy-dependencies -DoutputDirectory="$programs.part" >"$source/log" 2>&1 || { tail -n 5 "$source/log" >&2; unavailable "Kafka $version cannot be fetched"; }
  mv "$programs.part" "$programs"
fi
echo "$programs"
