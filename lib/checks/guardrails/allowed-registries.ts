import { fieldsListAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { ImageReference } from '../../values/image-reference';
import { containersOf, templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

/** Guardrail that images come from trusted registries, or from repositories below them. */
export function allowedRegistries(allowed: readonly string[]): Rule {
  return {
    id: 'KSG001',
    title: 'images come from allowed registries',
    topic: 'correctness',
    severity: 'error',
    reason: 'an image from another registry is neither scanned nor mirrored, and may be gone when the next pod starts',
    whatToChange: 'mirror the image into an allowed registry, and use the mirrored name',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { manifest, label, image } of imagesOf(manifests)) {
        if (!isBelow(image, allowed)) yield { manifest, message: `${label}: the image is '${image}', and the allowed registries are ${allowed.join(', ')}; mirror it into one of them` };
      }
    },
  };
}

interface PlacedImage {
  readonly manifest: Manifest;
  readonly label: string;
  readonly image: string;
}

/** Returns the images of containers, of volumes, and of workloads managed by operators. */
function imagesOf(manifests: ManifestIndex): PlacedImage[] {
  const ofContainers = containersOf(manifests).map(({ workload, label, container }) => ({ manifest: workload, label, image: textAt(container, 'image') ?? '' }));
  const ofVolumes = templatesOf(manifests).flatMap(({ workload, template }) => fieldsListAt(template.spec, 'volumes').flatMap((volume) => {
    const image = textAt(volume, 'image', 'reference');
    return image === undefined ? [] : [{ manifest: workload, label: `volume '${textAt(volume, 'name') ?? ''}'`, image }];
  }));
  const ofOperators = manifests.all.flatMap((manifest) => {
    const image = textAt(manifest, 'spec', 'imageName');
    return image === undefined ? [] : [{ manifest, label: 'spec.imageName', image }];
  });
  return [...ofContainers, ...ofVolumes, ...ofOperators];
}

/**
 * Returns true if an image is in a registry, or below one of its paths: 'ghcr.io/acme' contains 'ghcr.io/acme/web', not
 * 'ghcr.io/acme-labs/web'.
 */
function isBelow(image: string, allowed: readonly string[]): boolean {
  const name = fullNameOf(image);
  return name !== undefined && allowed.some((prefix) => `${name}/`.startsWith(`${prefix.replace(/\/+$/, '')}/`));
}

/** Normalizes an image name as the container runtime does: without a registry it is from Docker Hub. */
function fullNameOf(image: string): string | undefined {
  try {
    const { registry, repository } = ImageReference.parse(image);
    return registry === undefined ? `docker.io/${repository.includes('/') ? '' : 'library/'}${repository}` : `${registry}/${repository}`;
  } catch {
    return undefined;
  }
}
