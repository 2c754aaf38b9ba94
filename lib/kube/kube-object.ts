import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { type IConstruct, type Construct } from 'constructs';
import { requireObjectName } from './names';
import { plainManifest } from './plain-manifest';
import { Synthesis } from './synthesis';

/** @internal */
export interface KubeObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata & { readonly name: string };
  readonly [field: string]: unknown;
}

/**
 * API object of this library. It is rendered without a mapper and checked at synthesis.
 *
 * @internal
 */
export class KubeObject extends ApiObject {
  private readonly synthesis: Synthesis;
  private readonly given: KubeObjectProps;

  constructor(scope: Construct, id: string, props: KubeObjectProps) {
    requireObjectName(props.kind, props.metadata.name);
    super(scope, id, props);
    this.given = props;
    this.synthesis = Synthesis.of(this as IConstruct);
    this.synthesis.own(this);
  }

  public override toJson(): any {
    return this.synthesis.rendered(this, () => plainManifest(this as ApiObject, this.given) ?? super.toJson());
  }
}
