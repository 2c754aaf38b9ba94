import { examplesWithApp, synthesizedClusters } from '../support/examples';

/** Files that an example writes for one cluster. */
export interface ExampleOutput {
  /** As in 'quickstart', or 'platform/production' where an example has environments. */
  readonly name: string;
  /** The manifests, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export function exampleOutputs(): ExampleOutput[] {
  return examplesWithApp().flatMap((example) => synthesizedClusters(example).map(([folder, all]) => ({
    name: folder === '.' ? example : `${example}/${folder}`,
    files: Object.fromEntries(Object.entries(all).filter(([path]) => path.endsWith('.k8s.yaml'))),
  }))).filter(({ files }) => Object.keys(files).length > 0);
}
