import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { namedInErrors } from '../kube/named-in-errors';
import { objectName } from '../kube/object-name';
import { Policies } from '../scaling/policies';
import { UserError } from '../values/user-error';
import { policyPanels } from './dashboard-panels';

/** Name of the dashboard, and its labels for Grafana. */
export interface ScalingDashboardProps {
  /**
   * Name of the ConfigMap.
   *
   * @default 'kotaemon-scaling-dashboard'
   */
  readonly name?: string;

  /**
   * Namespace of the ConfigMap.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;

  /**
   * Labels that match the dashboard label of Grafana's sidecar.
   *
   * @default - { grafana_dashboard: '1' }
   */
  readonly labels?: Record<string, string>;

  /**
   * Title of the dashboard.
   *
   * @default 'Scaling'
   */
  readonly title?: string;

  /**
   * Identifier of the dashboard in Grafana (`uid`), which is part of its URL.
   *
   * @default 'kotaemon-scaling'
   */
  readonly uid?: string;
}

/**
 * Grafana dashboard for all policies of an app, as JSON in a ConfigMap. Each policy has panels for its replicas with
 * their bounds, the replicas that each metric proposes, and its guards with their limits.
 *
 * ```ts
 * new ScalingDashboard(chart, 'dashboard', { title: 'Search' });
 * ```
 */
@namedInErrors
export class ScalingDashboard extends Construct {
  /** ConfigMap with the dashboard. */
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

  /** Returns the dashboard as JSON. */
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
