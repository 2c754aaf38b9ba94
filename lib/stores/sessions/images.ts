/** Images of the session stores. Each has the digest that two public repositories agree on for its tag. */

/** Last release line of Redis under the BSD licence. */
export const REDIS_IMAGE = 'docker.io/library/redis:7.2.16@sha256:0637954999d01b7c9ce9167db2da50656e2590d3b884f1c600c5f63bb6e6773c';

export const VALKEY_IMAGE = 'docker.io/valkey/valkey:9.1.2@sha256:418652cfb58ef879d4978c33553735d7147016032d5aefaa14c828e611eb9dfd';

export const EXPORTER_IMAGE = 'docker.io/oliver006/redis_exporter:v1.93.0-alpine@sha256:93831cd4d5d67687de67c9d5221b14312fea580af8d157583ed9d4459bf2dd70';
