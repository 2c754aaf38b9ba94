import { type ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../kube/cluster';
import { type ContainerResources, resourcesManifest } from '../kube/container-resources';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { type k8s, type Plain } from '../kube/plain';
import { type SecurityProfile } from '../kube/security-profile';
import { type Toleration } from '../kube/toleration';
import { Cpu } from '../values/cpu';
import { ImageReference } from '../values/image-reference';
import { UserError } from '../values/user-error';
import { waitingDaemonSet } from './daemon-set';
import { closedPolicy } from './fetching-pod';
import { STATIC_BUSYBOX_IMAGE } from './images';

/** Images to prepull, and the nodes. */
export interface ImagePrepullerProps {
  /** Images, by version or digest. */
  readonly images: string[];

  /**
   * Name of the DaemonSet.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Node selector: labels that a node must have.
   *
   * @default - every node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pods, such as those for GPU nodes.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Image pull Secrets of the registries, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Image with the static binary /bin/busybox that runs in all other images, by version or digest.
   *
   * @default - busybox 1.37, static
   */
  readonly toolImage?: string;

  /**
   * Image of the pause container, by version or digest.
   *
   * @default - registry.k8s.io/pause, by digest
   */
  readonly pauseImage?: string;
}

const DISK = Size.mebibytes(32);
const LITTLE: ContainerResources = { cpu: Cpu.millis(10), memory: Size.mebibytes(16), ephemeralStorage: DISK, ephemeralStorageLimit: DISK };
const COMPONENT = 'image-prepuller';
const TOOLS = { name: 'tools', mountPath: '/tools' };

/**
 * Prepulls images to every node as soon as the node joins.
 *
 * Each image is an init container that runs one static binary. Images without a shell work as well, and none of their
 * programs starts.
 *
 * ```ts
 * new ImagePrepuller(chart, 'images', { images: ['docker.io/vllm/vllm-openai:v0.18.0'] });
 * ```
 */
@namedInErrors
export class ImagePrepuller extends Construct {
  /** DaemonSet. */
  public readonly daemonSet: ApiObject;
  /** NetworkPolicy that denies all traffic of the pods. */
  public readonly networkPolicy: ApiObject;

  /** @throws if there is no image, or if an image is not pinned or listed twice. */
  constructor(scope: Construct, id: string, props: ImagePrepullerProps) {
    super(scope, id);
    const { nodeSelector, tolerations, imagePullSecrets, pauseImage } = props;
    const name = objectName(this, id, 'DaemonSet', props.name);
    requireObjectName('DaemonSet', name);
    const images = props.images.map((image) => ImageReference.parsePinned(image).toString());
    if (images.length === 0) throw new UserError(`image prepuller '${name}' has no images; add at least one`);
    const again = images.find((image, index) => images.indexOf(image) !== index);
    if (again !== undefined) throw new UserError(`image prepuller '${name}' has '${again}' twice; remove one`);
    const toolImage = ImageReference.parsePinned(props.toolImage ?? STATIC_BUSYBOX_IMAGE).toString();
    const { security } = Cluster.of(this);
    this.networkPolicy = closedPolicy(this, name, COMPONENT);
    this.daemonSet = waitingDaemonSet(this, {
      name,
      component: COMPONENT,
      nodeSelector,
      tolerations,
      imagePullSecrets,
      pauseImage,
      podSpec: {
        initContainers: [
          step(security, 'tools', toolImage, ['/bin/busybox', 'cp', '/bin/busybox', '/tools/busybox'], TOOLS),
          ...images.map((image, index) => step(security, `image-${index}`, image, ['/tools/busybox', 'true'], { ...TOOLS, readOnly: true })),
        ],
        volumes: [{ name: TOOLS.name, emptyDir: { sizeLimit: '16Mi' } } as Plain<k8s.Volume>],
      },
    });
  }
}

function step(security: SecurityProfile, name: string, image: string, command: string[], mount: Plain<k8s.VolumeMount>): Plain<k8s.Container> {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command,
    resources: resourcesManifest(name, LITTLE),
    volumeMounts: [mount],
    securityContext: security._containerManifest(),
  };
}
