import { type ManifestIndex } from '../../manifest/manifest-index';
import { type CheckContext, type Violation } from '../rule/rule';
import { type FieldFault } from './field-faults';
import { faultsOf } from './manifest-faults';

/** The faults of one sort in all objects, each as a violation. */
export function* violationsAbout(about: FieldFault['about'], manifests: ManifestIndex, { clusterOf }: CheckContext): Iterable<Violation> {
  for (const manifest of manifests.all) {
    for (const fault of faultsOf(manifests, manifest, clusterOf(manifest).kubernetesVersion.minor)) {
      if (fault.about === about) yield { manifest, message: `${fault.path} ${fault.message}` };
    }
  }
}
