import { textAt } from '../../values/fields';
import { ImageReference } from '../../values/image-reference';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const imageIsPinned: Rule = {
  id: 'KSC045',
  title: 'image names a version or a digest',
  topic: 'practice',
  severity: 'warning',
  reason: 'the image behind latest changes: pods of a scale-up differ from earlier ones, and a rollback has no effect',
  whatToChange: 'use a version tag, and preferably a digest as well',
  source: 'kubernetes docs, images; configuration best practices',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      const fault = faultOf(textAt(container, 'image'));
      if (fault !== undefined) yield { manifest: workload, message: `${label}: ${fault}` };
    }
  },
};

function faultOf(image: string | undefined): string | undefined {
  if (image === undefined || image === '') return 'image is not set; set one';
  try {
    ImageReference.parsePinned(image);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
