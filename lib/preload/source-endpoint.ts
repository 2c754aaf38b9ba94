import { type IConstruct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { ExternalEndpoint } from '../kube/external-endpoint';
import { Synthesis } from '../kube/synthesis';
import { type FetchedSource } from './sources/source-details';

/** Where a model is fetched from, for a network policy. */
export function sourceEndpoint({ host, port }: FetchedSource): IConnectable {
  return ExternalEndpoint.of(host.replace(/^\[|\]$/g, ''), { port });
}

/** Asks in the output for the secrets that a source is read with. */
export function askForSecrets(scope: IConstruct, source: FetchedSource, namespace: string | undefined): void {
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const synthesis = Synthesis.of(scope);
  Object.entries(source.secrets).forEach(([variable, { name, key }]) => {
    synthesis.note(`the preload of ${source.name} reads ${variable} from key ${key} of Secret ${name}${where}, which has to be there`);
  });
  if (source.pullSecret !== undefined) synthesis.note(`the preload of ${source.name} reads the credentials of the registry from Secret ${source.pullSecret}${where}, which has to be there`);
}
