import { textAt } from '../../values/fields';
import { ImageReference } from '../../values/image-reference';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const imageIsPinned: Rule = {
  id: 'KSC045',
  title: 'image names a version or a digest',
  topic: 'practice',
  severity: 'warning',
  reason: 'latest is another image tomorrow: pods of one scale-up differ from those before it, and a rollback has no effect',
  whatToChange: 'name a version, or better a digest as well',
  source: 'kubernetes docs, images; configuration best practices',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      const fault = faultOf(textAt(container, 'image'));
      if (fault !== undefined) yield { manifest: workload, message: `${label}: ${fault}` };
    }
  },
};

function faultOf(image: string | undefined): string | undefined {
  if (image === undefined || image === '') return 'names no image';
  try {
    ImageReference.parsePinned(image);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
