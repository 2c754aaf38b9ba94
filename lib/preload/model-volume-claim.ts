import { type ApiObject, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName, requireReferencedName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { sizeQuantity } from '../kube/size-quantity';
import { preloadLabels } from './fetching-pod';

/** Properties of a PersistentVolumeClaim that many pods share. */
export interface ModelVolumeClaimProps {
  /**
   * StorageClass of the volume. It has to support ReadWriteMany: a Job on one node writes, and pods on all nodes
   * read.
   */
  readonly storageClassName: string;

  /** Size of the volume, for all revisions that it holds at a time. */
  readonly capacity: Size;

  /**
   * Name of the PersistentVolumeClaim.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * PersistentVolumeClaim for the models of a namespace, for ModelCache.persistentVolumeClaim.
 *
 * ```ts
 * const claim = new ModelVolumeClaim(chart, 'models', { storageClassName: 'efs', capacity: Size.gibibytes(100) });
 * const cache = ModelCache.persistentVolumeClaim(claim.name);
 * ```
 */
@namedInErrors
export class ModelVolumeClaim extends Construct {
  /** Name of the PersistentVolumeClaim. */
  public readonly name: string;
  /** PersistentVolumeClaim. */
  public readonly claim: ApiObject;

  /** @throws if a name is invalid. */
  constructor(scope: Construct, id: string, props: ModelVolumeClaimProps) {
    super(scope, id);
    const { storageClassName, capacity } = props;
    const name = objectName(this, id, 'PersistentVolumeClaim', props.name);
    requireObjectName('PersistentVolumeClaim', name);
    requireReferencedName('StorageClass', storageClassName);
    this.name = name;
    this.claim = new KubeObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: preloadLabels(name, 'model-cache') },
      spec: { accessModes: ['ReadWriteMany'], storageClassName, resources: { requests: { storage: sizeQuantity(capacity) } } },
    });
  }
}
