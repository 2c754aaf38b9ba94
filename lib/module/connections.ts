import { type IConstruct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../kube/connection';
import { type EnvValue, requireEnvValue } from '../kube/env-value';
import { missesPrivateName } from '../kube/external-endpoint';
import { podsIn } from '../kube/network-peer';
import { requireSameApp } from '../kube/same-app';
import { type k8s, type Plain } from '../kube/plain';
import { UserError } from '../values/user-error';

/**
 * Ingress, egress and environment variables of a module. They are collected while the tree is built and read at
 * synthesis.
 */
export class Connections {
  public readonly ingress: ConnectionRoute[] = [];
  public readonly egress: ConnectionRoute[] = [];
  private readonly variables = new Map<string, EnvValue>();

  public constructor(private readonly scope: IConstruct, private readonly self: ConnectionCaller, environment: Record<string, EnvValue>) {
    Object.entries(environment).forEach(([name, value]) => {
      requireEnvValue(name, value);
      value._manifest(name);
      this.variables.set(name, value);
    });
  }

  /** Returns all environment variables, those of the user first. */
  public environmentManifest(): { env?: Plain<k8s.EnvVar>[] } {
    return this.variables.size === 0 ? {} : { env: Array.from(this.variables, ([name, value]) => value._manifest(name)) };
  }

  public letIn({ podLabels, namespace }: ConnectionCaller, port: number): void {
    this.ingress.push({ peers: [podsIn(podLabels, namespace, this.self.namespace)], ports: [port] });
  }

  /** @throws if a variable already has another value, or an endpoint without address is assigned a variable. */
  public reach(connectable: IConnectable, variable?: string): ConnectionEndpoint {
    requireSameApp(this.scope, this.self.name, connectable);
    const endpoint = connectable.acceptFrom(this.self);
    const { name, address, addressVariable, environment = {}, secrets = {} } = endpoint;
    if (variable !== undefined && !address) throw new UserError(`'${name}' has no address to put into ${variable}; set the variable in env`);
    this.egress.push(...endpoint.routes);
    if (address) this.tell(name, variable ?? addressVariable ?? variableFor(name), address);
    Object.entries(environment).forEach(([key, value]) => this.tell(name, key, value));
    Object.entries(secrets).forEach(([key, secret]) => this.tell(name, key, secret.asEnvValue()));
    return endpoint;
  }

  private tell(name: string, variable: string, value: EnvValue): void {
    const known = this.variables.get(variable);
    if (known && !known._equals(value)) {
      throw new UserError(`the connection of '${this.self.name}' to '${name}' sets ${variable}, which already has another value; rename one of them`);
    }
    value._manifest(variable);
    this.variables.set(variable, value);
  }
}

/** Endpoint outside the cluster. */
export interface Outside {
  /** Host and port, as in 'api.openai.com:443'. */
  readonly address: string;
  /** True if the name has a private address, and the policy allows only public addresses. */
  readonly isBlocked: boolean;
}

export function outsideOf({ name, routes }: ConnectionEndpoint): Outside[] {
  return routes
    .filter(({ peers }) => peers.some(({ cidr }) => cidr !== undefined))
    .map(({ peers, ports }) => ({ address: `${name}:${ports.join()}`, isBlocked: missesPrivateName(name, peers) }));
}

/** Returns the note on which external address a NetworkPolicy allows or blocks. */
export function outsideNote(policy: string, { address, isBlocked }: Outside): string {
  if (!isBlocked) return `NetworkPolicy ${policy} lets pods reach ${address} outside the cluster`;
  return `NetworkPolicy ${policy} allows only public addresses for ${address}, whose name belongs to a private network, so that pods cannot reach it; set its cidrs`;
}

/** Adds notes on the Secrets that a caller reads. */
export function askForSecretsOf({ secrets = {} }: ConnectionEndpoint, scope: IConstruct, namespace: string | undefined, caller: string): void {
  Object.entries(secrets).forEach(([variable, secret]) => secret._askFor(scope, namespace, `${variable} of ${caller}`, `$${variable}`));
}

function variableFor(name: string): string {
  return `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`;
}
