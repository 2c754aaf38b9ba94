import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { namedInErrors } from '../kube/named-in-errors';
import { objectName } from '../kube/object-name';
import { Policies } from '../scaling/policies';
import { UserError } from '../values/user-error';
import { policyPanels } from './dashboard-panels';

/** Name of the dashboard, and its discovery by Grafana. */
export interface ScalingDashboardProps {
  /**
   * The name of the ConfigMap.
   *
   * @default 'kotaemon-scaling-dashboard'
   */
  readonly name?: string;

  /**
   * The namespace that it is in.
   *
   * @default - the chart's
   */
  readonly namespace?: string;

  /**
   * Labels by which Grafana's sidecar finds dashboards.
   *
   * @default - { grafana_dashboard: '1' }
   */
  readonly labels?: Record<string, string>;

  /**
   * The title.
   *
   * @default 'Scaling'
   */
  readonly title?: string;

  /**
   * Identifier of the dashboard in Grafana (`uid`), which its address is made of.
   *
   * @default 'kotaemon-scaling'
   */
  readonly uid?: string;
}

/**
 * A dashboard of Grafana for all policies of an app, as JSON in a ConfigMap: for each its replicas within their bounds,
 * the replicas that each metric asks for, and its guards against their limits.
 *
 * ```ts
 * new ScalingDashboard(chart, 'dashboard', { title: 'Search' });
 * ```
 */
@namedInErrors
export class ScalingDashboard extends Construct {
  /** The ConfigMap. */
  public readonly configMap: ApiObject;

  private readonly policies = Policies.of(this);

  constructor(scope: Construct, id: string, private readonly props: ScalingDashboardProps = {}) {
    super(scope, id);
    const { name = objectName(this, 'kotaemon-scaling-dashboard', 'ConfigMap'), namespace, labels = { grafana_dashboard: '1' }, uid = 'kotaemon-scaling' } = props;
    if (!/^[\w-]{1,40}$/.test(uid)) throw new UserError(`'${uid}' is not a dashboard uid; use letters, digits, '-' and '_', at most 40 characters`);
    this.configMap = new KubeObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { ...checkedLabels(labels), [LABEL.managedBy]: MANAGED_BY } },
      data: { [`${uid}.json`]: Lazy.any({ produce: () => this.json() }) },
    });
  }

  /** The dashboard. */
  public json(): string {
    const { title = 'Scaling', uid = 'kotaemon-scaling' } = this.props;
    return `${JSON.stringify({
      uid,
      title,
      tags: ['autoscaling'],
      schemaVersion: 39,
      editable: true,
      refresh: '30s',
      time: { from: 'now-6h', to: 'now' },
      templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', hide: 0 }] },
      panels: this.policies.all().flatMap(policyPanels),
    }, undefined, 2)}\n`;
  }
}
