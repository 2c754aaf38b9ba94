import { type ModuleScaling } from '../module/module-scaling';
import { ImageReference } from '../values/image-reference';
import { UserError } from '../values/user-error';
import { type AppMode } from './app-mode';
import { type AppState } from './app-state';
import { imageLayout, type ImageLayout, KNOWN_VERSIONS } from './image-layout';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { EXTERNAL_STATE_FILES, OVERRIDE_FILES } from './python/files';

/** Registry and repository of the upstream images, which do not contain a PostgreSQL driver. */
const UPSTREAM = { registry: 'ghcr.io', repository: 'cinnamon/kotaemon' };

const GRAPH_VARIABLES = ['USE_MS_GRAPHRAG', 'USE_LIGHTRAG', 'USE_NANO_GRAPHRAG', 'USE_GLOBAL_GRAPHRAG'];

/** Environment variables that the construct sets, with the prop to use instead. */
const RESERVED: Readonly<Record<string, string>> = {
  KH_FEATURE_USER_MANAGEMENT_ADMIN: 'use adminUser, adminPassword or state',
  KH_FEATURE_USER_MANAGEMENT_PASSWORD: 'use adminUser, adminPassword or state',
  THEFLOW_SETTINGS_MODULE: 'use adminUser, adminPassword or state',
  KH_FEATURE_USER_MANAGEMENT: 'use mode instead: AppMode.standard() has users, AppMode.demo(…) has none',
  KH_SSO_ENABLED: 'use mode: AppMode.google(…) or AppMode.keycloak(…), which also change the command and the probes',
  KH_DEMO_MODE: 'use mode: AppMode.demo(…), which also changes the command and the probes',
  GR_FILE_ROOT_PATH: 'use mode instead, which sets it if the app needs it',
  AUTHENTICATION_METHOD: 'use mode: AppMode.google(…) or AppMode.keycloak(…)',
  GRADIO_SERVER_NAME: 'remove it: probes and Service need the app on all addresses',
  GRADIO_SERVER_PORT: 'remove it: probes and Service need port 7860',
  PYTHONPATH: 'remove it, and build an image that contains the packages',
};

/** @throws if the app does not support an option. */
export function requirePossible(name: string, props: KotaemonAppProps, { _embedded: embedded }: AppState, mode: AppMode): void {
  const { scaling, graphIndexes, env = {}, config = {} } = props;
  if (embedded && scaling) {
    throw new UserError(`app '${name}' keeps its state in SQLite, Chroma and LanceDB on the volume of one pod, so that it cannot be scaled; remove scaling, or set state to AppState.external`);
  }
  if (!embedded) {
    const graphs = GRAPH_VARIABLES.filter((variable) => variable in env);
    if (graphs.length > 0) throw new UserError(`app '${name}' sets ${graphs.join(', ')} in env; use graphIndexes instead`);
    requirePolicy(name, scaling);
    if (graphIndexes && scaling?.maxReplicas !== 1) {
      throw new UserError(`app '${name}' may have several pods, and a graph index is files of the pod that creates it, which other pods neither see nor lock; remove graphIndexes, or keep to `
        + 'maxReplicas 1');
    }
  }
  for (const [variable, advice] of Object.entries(RESERVED)) {
    if (variable in env) throw new UserError(`env of app '${name}' has ${variable}, which the construct sets; ${advice}`);
  }
  if (!mode._parts.hasFirstUser && (props.adminUser !== undefined || props.adminPassword !== undefined)) {
    throw new UserError(`app '${name}' has adminUser or adminPassword, and its mode creates no first user; remove them, or use AppMode.standard()`);
  }
  const taken = Object.keys(config).find((file) => file in OVERRIDE_FILES || file in EXTERNAL_STATE_FILES);
  if (taken !== undefined) throw new UserError(`config of app '${name}' has '${taken}', which the construct writes; rename your file`);
  const { path = '/metrics', port = 7860 } = props.metricsEndpoint ?? {};
  if (path !== '/metrics' || port !== 7860) throw new UserError(`metricsEndpoint of app '${name}' is ${path} at port ${port}, and the app serves /metrics at port 7860; remove path and port`);
}

function requirePolicy(name: string, { minReplicas, maxReplicas, mode }: ModuleScaling = {}): void {
  if (maxReplicas === 1 && minReplicas !== undefined && minReplicas !== 1) {
    throw new UserError(`scaling of app '${name}' has minReplicas ${minReplicas} and maxReplicas 1, which fixes one pod; remove minReplicas, or raise maxReplicas`);
  }
  if (maxReplicas !== 1 && mode?._observes) {
    throw new UserError(`scaling of app '${name}' only observes, so that nothing sets its replicas; set scaling to { maxReplicas: 1 } and add an observing ScalingPolicy on its module, or use ScalingMode.act()`);
  }
}

/**
 * Returns the command of the app: the given one, or that of the image's tag.
 *
 * @throws if the image's layout is unknown and no command is given, or the image lacks a requirement of the state or
 * mode.
 */
export function appCommand(name: string, props: KotaemonAppProps, { _external: external }: AppState, mode: AppMode, port: number): string[] {
  const { image, command, nltkData } = props;
  const { registry, repository, tag } = ImageReference.parsePinned(image);
  const layout = imageLayout(image);
  if (external && external.driverImage === undefined && registry === UPSTREAM.registry && repository === UPSTREAM.repository) {
    throw new UserError(`app '${name}' keeps its state in PostgreSQL, and ${image} has no driver for it; set driverImage, or use an image that contains psycopg2`);
  }
  if (!nltkData && (layout?.flavor === 'lite' || tag?.endsWith('-lite'))) {
    throw new UserError(`${image} has no NLTK data and downloads it at its first start, which its NetworkPolicy and its read-only file system forbid; preload it by nltkData, or use `
      + 'an image of the kind full');
  }
  requireContents(name, image, layout, mode, external !== undefined);
  if (command === undefined && !layout) {
    throw new UserError(`image of app '${name}' is ${image}, whose path of Python is not known; known are repositories named kotaemon with tags of ${KNOWN_VERSIONS}, as in `
      + "ghcr.io/cinnamon/kotaemon:0.11.3-full; set command, as in ['/app/.venv/bin/python', 'app.py']");
  }
  if (command !== undefined && !/\/python[\d.]*$/.test(command[0] ?? '')) {
    throw new UserError(`command of app '${name}' is [${command.join(', ')}], and its first word must be the path of the image's Python, which is process 1 and also runs the bootstrap; write it as in `
      + "['/app/.venv/bin/python', 'app.py']");
  }
  return command ?? mode._command(layout!.python, port);
}

function requireContents(name: string, image: string, layout: ImageLayout | undefined, mode: AppMode, isExternal: boolean): void {
  if (isExternal && layout && !layout.hasStoreClients) {
    throw new UserError(`image of app '${name}' is ${image}, which has no client of Elasticsearch, Qdrant or Milvus; use the kind full or ollama, or lite from 0.11.2 on, for external state`);
  }
  if (mode._parts.needsKeycloak && layout && !layout.hasKeycloak) {
    throw new UserError(`image of app '${name}' is ${image}, whose single sign-on supports only Google; use 0.10.3 or later for AppMode.keycloak`);
  }
}
