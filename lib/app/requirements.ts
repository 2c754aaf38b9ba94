import { type ModuleScaling } from '../module/module-scaling';
import { ImageReference } from '../values/image-reference';
import { UserError } from '../values/user-error';
import { type AppMode } from './app-mode';
import { type AppState } from './app-state';
import { imageLayout, type ImageLayout, KNOWN_VERSIONS } from './image-layout';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { EXTERNAL_STATE_FILES, OVERRIDE_FILES } from './python/files';

/** Registry and repository of upstream's images, none of which has a driver of PostgreSQL. */
const UPSTREAM = { registry: 'ghcr.io', repository: 'cinnamon/kotaemon' };

const GRAPH_VARIABLES = ['USE_MS_GRAPHRAG', 'USE_LIGHTRAG', 'USE_NANO_GRAPHRAG', 'USE_GLOBAL_GRAPHRAG'];

/** Variables that the construct sets, with the prop that says the same. */
const RESERVED: Readonly<Record<string, string>> = {
  KH_FEATURE_USER_MANAGEMENT_ADMIN: 'use adminUser, adminPassword or state',
  KH_FEATURE_USER_MANAGEMENT_PASSWORD: 'use adminUser, adminPassword or state',
  THEFLOW_SETTINGS_MODULE: 'use adminUser, adminPassword or state',
  KH_FEATURE_USER_MANAGEMENT: 'use mode: AppMode.standard() has users, AppMode.demo(…) has none',
  KH_SSO_ENABLED: 'use mode: AppMode.google(…) or AppMode.keycloak(…), which also change the command and the probes',
  KH_DEMO_MODE: 'use mode: AppMode.demo(…), which also changes the command and the probes',
  GR_FILE_ROOT_PATH: 'use mode, which sets it where the app needs it',
  AUTHENTICATION_METHOD: 'use mode: AppMode.google(…) or AppMode.keycloak(…)',
  GRADIO_SERVER_NAME: 'leave it out: probes and Service need the app on all addresses',
  GRADIO_SERVER_PORT: 'leave it out: probes and Service need port 7860',
  PYTHONPATH: "leave it out, and derive an image that has the packages among the app's own",
};

/** @throws where the app cannot be what is asked for, with the reason. */
export function requirePossible(name: string, props: KotaemonAppProps, { _embedded: embedded }: AppState, mode: AppMode): void {
  const { scaling, graphIndexes, env = {}, config = {} } = props;
  if (embedded && scaling) {
    throw new UserError(`app '${name}' keeps its state in SQLite, Chroma and LanceDB on a volume of one pod, so that there can be only one; leave the scaling out, or name AppState.external`);
  }
  if (!embedded) {
    const graphs = GRAPH_VARIABLES.filter((variable) => variable in env);
    if (graphs.length > 0) throw new UserError(`app '${name}' sets ${graphs.join(', ')}; say it by graphIndexes, which knows whether they are possible`);
    requirePolicy(name, scaling);
    if (graphIndexes && scaling?.maxReplicas !== 1) {
      throw new UserError(`app '${name}' may have several pods, and a graph index is made of files by the pod that makes it, which no other pod sees or locks; leave graphIndexes out, or keep to `
        + 'maxReplicas 1');
    }
  }
  for (const [variable, advice] of Object.entries(RESERVED)) {
    if (variable in env) throw new UserError(`app '${name}' sets ${variable} itself; ${advice}`);
  }
  if (!mode._parts.hasFirstUser && (props.adminUser !== undefined || props.adminPassword !== undefined)) {
    throw new UserError(`app '${name}' has adminUser or adminPassword, and its mode creates no first user; leave them out, or use AppMode.standard()`);
  }
  const taken = Object.keys(config).find((file) => file in OVERRIDE_FILES || file in EXTERNAL_STATE_FILES);
  if (taken !== undefined) throw new UserError(`config of app '${name}' has '${taken}', which is a file of the construct; give yours another name`);
  const { path = '/metrics', port = 7860 } = props.metricsEndpoint ?? {};
  if (path !== '/metrics' || port !== 7860) throw new UserError(`metricsEndpoint of app '${name}' is ${path} at port ${port}, and the app serves /metrics at port 7860; leave path and port out`);
}

function requirePolicy(name: string, { minReplicas, maxReplicas, mode }: ModuleScaling = {}): void {
  if (maxReplicas === 1 && minReplicas !== undefined && minReplicas !== 1) {
    throw new UserError(`scaling of app '${name}' has minReplicas ${minReplicas} and maxReplicas 1, which fixes one pod; leave minReplicas out, or raise maxReplicas`);
  }
  if (maxReplicas !== 1 && mode?._observes) {
    throw new UserError(`scaling of app '${name}' only observes, so that nothing sets its replicas; set scaling to { maxReplicas: 1 } and add a ScalingPolicy on its module that observes, or let it act`);
  }
}

/**
 * Returns the command of the app: the one that was given, or the one of the image's tag.
 *
 * @throws where the image does not tell its layout and no command was given, or lacks what state and mode need.
 */
export function appCommand(name: string, props: KotaemonAppProps, { _external: external }: AppState, mode: AppMode, port: number): string[] {
  const { image, command, nltkData } = props;
  const { registry, repository, tag } = ImageReference.parsePinned(image);
  const layout = imageLayout(image);
  if (external && external.driverImage === undefined && registry === UPSTREAM.registry && repository === UPSTREAM.repository) {
    throw new UserError(`app '${name}' keeps its state in PostgreSQL, and ${image} has no driver for it; name a driverImage, or an image of your own that is derived from it and has psycopg2`);
  }
  if (!nltkData && (layout?.flavor === 'lite' || tag?.endsWith('-lite'))) {
    throw new UserError(`${image} brings no data of NLTK and would download them at its first start, which its network policy and its file system forbid; preload them by nltkData, or take `
      + 'an image of the kind full');
  }
  requireContents(name, image, layout, mode, external !== undefined);
  if (command === undefined && !layout) {
    throw new UserError(`image of app '${name}' is ${image}, whose tag does not tell where its Python is; known are repositories called kotaemon with tags of ${KNOWN_VERSIONS}, as in `
      + "ghcr.io/cinnamon/kotaemon:0.11.3-full; set command, as in ['/app/.venv/bin/python', 'app.py']");
  }
  if (command !== undefined && !/\/python[\d.]*$/.test(command[0] ?? '')) {
    throw new UserError(`command of app '${name}' is [${command.join(', ')}], and its first word has to be the path of the image's Python, which is process 1 and runs the bootstrap as well; write it as in `
      + "['/app/.venv/bin/python', 'app.py']");
  }
  return command ?? mode._command(layout!.python, port);
}

function requireContents(name: string, image: string, layout: ImageLayout | undefined, mode: AppMode, isExternal: boolean): void {
  if (isExternal && layout && !layout.hasStoreClients) {
    throw new UserError(`image of app '${name}' is ${image}, which has no client of Elasticsearch, Qdrant or Milvus; external state needs the kind full or ollama, or lite from 0.11.2 on`);
  }
  if (mode._parts.needsKeycloak && layout && !layout.hasKeycloak) {
    throw new UserError(`image of app '${name}' is ${image}, whose single sign-on knows Google alone; AppMode.keycloak needs 0.10.3 or later`);
  }
}
