import { ImageReference } from '../values/image-reference';
import { UserError } from '../values/user-error';
import { type AppState } from './app-state';
import { type KotaemonAppProps } from './kotaemon-app-props';

/** Where upstream publishes its images, none of which has a driver of PostgreSQL. */
const UPSTREAM = { registry: 'ghcr.io', repository: 'cinnamon/kotaemon' };

const GRAPH_VARIABLES = ['USE_MS_GRAPHRAG', 'USE_LIGHTRAG', 'USE_NANO_GRAPHRAG', 'USE_GLOBAL_GRAPHRAG'];

/** @throws where the app cannot be what is asked for, with the reason. */
export function requirePossible(name: string, props: KotaemonAppProps, { _embedded: embedded, _external: external }: AppState): void {
  const { image, scaling, graphIndexes, env = {}, nltkData } = props;
  if (embedded && scaling) {
    throw new UserError(`app '${name}' keeps its state in SQLite, Chroma and LanceDB on a volume of one pod, so that there can be only one; leave the scaling out, or name AppState.external`);
  }
  if (!embedded) {
    const graphs = GRAPH_VARIABLES.filter((variable) => variable in env);
    if (graphs.length > 0) throw new UserError(`app '${name}' sets ${graphs.join(', ')}; say it by graphIndexes, which knows whether they are possible`);
    if (graphIndexes && scaling?.maxReplicas !== 1) {
      throw new UserError(`app '${name}' may have several pods, and a graph index is made of files by the pod that makes it, which no other pod sees or locks; leave graphIndexes out, or keep to `
        + 'maxReplicas 1');
    }
  }
  const { registry, repository } = ImageReference.parse(image);
  if (external && external.driverImage === undefined && registry === UPSTREAM.registry && repository === UPSTREAM.repository) {
    throw new UserError(`app '${name}' keeps its state in PostgreSQL, and ${image} has no driver for it; name a driverImage, or an image of your own that is derived from it and has psycopg2`);
  }
  for (const variable of ['KH_FEATURE_USER_MANAGEMENT_ADMIN', 'KH_FEATURE_USER_MANAGEMENT_PASSWORD', 'THEFLOW_SETTINGS_MODULE']) {
    if (variable in env) throw new UserError(`app '${name}' sets ${variable} itself; use adminUser, adminPassword or state`);
  }
  if (!nltkData && ImageReference.parse(image).tag?.endsWith('-lite')) {
    throw new UserError(`${image} brings no data of NLTK and would download them at its first start, which its network policy and its file system forbid; preload them by nltkData, or take `
      + 'an image of the kind full');
  }
}
