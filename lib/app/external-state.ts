import { type IConnectable } from '../kube/connection';
import { EnvValue } from '../kube/env-value';
import { type Json, transformFinalManifest } from '../kube/final-manifest';
import { requireSameApp } from '../kube/same-app';
import { type KotaemonModule } from '../module/kotaemon-module';
import { SESSION_STORE_VARIABLES } from '../stores/sessions/session-store';
import { VECTOR_STORE_VARIABLES } from '../stores/vectors/vector-store';
import { UserError } from '../values/user-error';
import { OVERRIDE_PATH } from './app-environment';
import { type ExternalStateProps } from './app-state';
import { BOOTSTRAP_FILE } from './python/files';

const SUPPORTED = ['qdrant', 'milvus'];

/** Container fields that are invalid for an init container. */
const SERVER_FIELDS = ['ports', 'startupProbe', 'readinessProbe', 'livenessProbe', 'lifecycle'];

/** Timeout of the Service's session affinity. */
const STICKY_SECONDS = 3 * 3600;

/**
 * Connects the app to its stores.
 *
 * @throws if the app has no client for the database or the vector store, or a store belongs to another App.
 */
export function connectState(module: KotaemonModule, { database, vectorStore, documentStore }: ExternalStateProps): void {
  // The adapters of these stores belong to no App.
  [database, vectorStore].forEach((store) => requireSameApp(module, module.name, store));
  module.connectTo(postgres(database));
  module.connectTo(withClient(vectorStore));
  module.connectTo(documentStore);
}

/** URL schemes that SQLAlchemy accepts for PostgreSQL. */
const POSTGRES = /^postgres(?:ql)?(?:\+\w+)?:/;

/** Checks that a database URL is PostgreSQL. The bootstrap checks a URL from a Secret. */
function postgres(store: ExternalStateProps['database']): IConnectable {
  return {
    acceptFrom: (caller) => {
      const endpoint = store.acceptFrom(caller);
      const url = (endpoint.environment?.[SESSION_STORE_VARIABLES.url] ?? endpoint.address)?._text;
      if (url !== undefined && !POSTGRES.test(url)) {
        throw new UserError(`the app needs PostgreSQL for users and conversations, and '${store.name}' is at ${url.replace(/:.*/, '')}://…; use a PostgresSessionStore, or SessionStore.external with a postgresql:// URL`);
      }
      return endpoint;
    },
  };
}

function withClient(store: ExternalStateProps['vectorStore']): IConnectable {
  return {
    acceptFrom: (caller) => {
      const endpoint = store.acceptFrom(caller);
      const kind = endpoint.environment?.[VECTOR_STORE_VARIABLES.kind];
      if (!SUPPORTED.some((each) => kind?._equals(EnvValue.value(each)))) {
        throw new UserError(`with several pods the app needs ${SUPPORTED.join(' or ')} for vectors, and '${store.name}' is neither: it has no client for others, `
          + 'and its Chroma and LanceDB are files of one pod');
      }
      return endpoint;
    },
  };
}

/**
 * Adds the bootstrap init container and session affinity: sessions are in the memory of one pod.
 *
 * The bootstrap container is a copy of the app's container with another command, so that both have the same
 * environment.
 */
export function putOnExternalState(module: KotaemonModule): void {
  transformFinalManifest(module.deployment, (manifest) => withBootstrap(manifest));
  transformFinalManifest(module.service!, (manifest) => ({
    ...manifest,
    spec: { ...manifest.spec, sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: STICKY_SECONDS } } },
  }));
}

function withBootstrap(manifest: Json): Json {
  const { spec } = manifest.spec.template;
  const app = Object.fromEntries(Object.entries<any>(spec.containers[0]).filter(([field]) => !SERVER_FIELDS.includes(field)));
  const bootstrap = { ...app, name: 'bootstrap', command: [app.command[0], `${OVERRIDE_PATH}/${BOOTSTRAP_FILE}`] };
  spec.initContainers = [...spec.initContainers ?? [], bootstrap];
  return manifest;
}
