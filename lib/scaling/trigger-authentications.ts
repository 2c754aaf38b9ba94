import { type Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { type KedaAuthentication } from './keda-authentication';

/** TriggerAuthentications of one policy: one for each authentication of its triggers. */
export class TriggerAuthentications {
  private readonly names = new Map<KedaAuthentication, string>();

  constructor(private readonly scope: Construct, private readonly policyName: string, private readonly namespace: string | undefined) {}

  /** Returns the authenticationRef of a trigger, and creates its TriggerAuthentication if needed. */
  public reference(triggerType: string, authentication: KedaAuthentication): object {
    return authentication._reference(authentication._spec() ? this.nameOf(triggerType, authentication) : '');
  }

  private nameOf(triggerType: string, authentication: KedaAuthentication): string {
    const known = this.names.get(authentication);
    if (known !== undefined) return known;
    const first = `${this.policyName}-${triggerType}`;
    const name = [...this.names.values()].includes(first) ? `${first}-${this.names.size + 1}` : first;
    this.names.set(authentication, name);
    new KubeObject(this.scope, `Authentication-${name}`, {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name, namespace: this.namespace, labels: { [LABEL.managedBy]: MANAGED_BY } },
      spec: authentication._spec(),
    });
    return name;
  }
}
