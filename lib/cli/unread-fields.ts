import { decodingFault } from '../hpa/validation/decode';
import { HORIZONTAL_POD_AUTOSCALER } from '../hpa/validation/field-tables';
import { describeManifest } from '../manifest';
import { type ReadResult } from '../manifest/read';
import { type Io, warn } from './io';

/**
 * Whatever version is simulated: what a later one has is no slip of the pen, and the report says what the simulated one
 * does not read.
 */
const NEWEST_MINOR = 37;

/**
 * Warns of fields of HorizontalPodAutoscalers that no version has, such as a misspelt 'behaviour': the simulation goes
 * on without them.
 */
export function warnOfUnreadFields({ manifests, sources }: Pick<ReadResult, 'manifests' | 'sources'>, io: Io): void {
  for (const manifest of manifests) {
    if (manifest.kind !== 'HorizontalPodAutoscaler' || manifest.apiVersion !== 'autoscaling/v2') continue;
    const fault = decodingFault(manifest, HORIZONTAL_POD_AUTOSCALER, NEWEST_MINOR);
    if (fault === undefined) continue;
    const source = sources.get(manifest);
    const place = source ? `${source.file}:${source.line}: ` : '';
    warn(io, `warning: ${place}${describeManifest(manifest)}: the API server refuses this object: ${fault}`);
  }
}
