import { UserError } from '../values/user-error';
import { type ModelPreloadOptions } from './model-preload-options';
import { shown } from './sources/source-details';

interface PreloadPlace {
  readonly name: string;
  /** Mount path of the model in the container. */
  readonly path: string;
}

/**
 * Returns the name of a preload and the path of its model, for command lines.
 *
 * @throws if the path is invalid.
 */
export function preloadPlace(options: ModelPreloadOptions): PreloadPlace {
  const name = options.name ?? options.source._details.name;
  const path = options.path ?? `/models/${name}`;
  if (!/^(?:\/[\w.+-]+)+$/.test(path)) throw new UserError(`the path of a model is ${shown(path)}; use an absolute path without spaces, as in '/models/${name}'`);
  return { name, path };
}
