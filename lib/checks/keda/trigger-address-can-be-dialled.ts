import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { addressOf, kedaOperatorOf } from '../analysis/keda-operator';
import { scaledByKeda, settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** Settings with a URL to which KEDA adds a path. */
const URLS: Readonly<Record<string, string>> = { prometheus: 'serverAddress', loki: 'serverAddress', graphite: 'serverAddress', 'metrics-api': 'url' };
/** Settings with one or more host:port, separated by commas. */
const HOSTS: Readonly<Record<string, string>> = {
  kafka: 'bootstrapServers', redis: 'address', 'redis-streams': 'address', 'redis-cluster': 'addresses', 'redis-cluster-streams': 'addresses',
  'redis-sentinel': 'addresses', 'redis-sentinel-streams': 'addresses',
};
/** Path of the query that KEDA adds itself. */
const QUERY_PATH: Readonly<Record<string, RegExp>> = { prometheus: /\/api\/v1\/query\/?$/, loki: /\/loki\/api\/v1\/query\/?$/ };

export const triggerAddressCanBeDialled: Rule = {
  id: 'KSC128',
  title: 'address of a trigger has the form that its scaler connects to',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA accepts the object, and each reading fails: a URL without a scheme cannot be requested, and an address without a port, or with a scheme where host:port is meant, cannot be dialled; localhost is the pod of KEDA itself',
  whatToChange: 'write http://HOST:PORT where a URL is meant, HOST:PORT where a broker is, and the name of a Service instead of localhost',
  source: 'keda pkg/scalers, prometheus_scaler.go, loki_scaler.go, graphite_scaler.go, metrics_api_scaler.go, kafka_scaler.go and redis_scaler.go; go net/http and net.Dial',
  *check(manifests) {
    for (const scaled of scaledByKeda(manifests)) {
      for (const [index, trigger] of triggersOf(scaled).entries()) {
        const [setting, fault] = urlFault(trigger) ?? hostFault(trigger) ?? [];
        const unreachable = setting === undefined ? localFault(trigger) ?? portFault(trigger) ?? namespaceFault(manifests, scaled, trigger) : undefined;
        if (unreachable !== undefined) yield { manifest: scaled, severity: 'warning', message: `spec.triggers[${index}].metadata.${unreachable[0]} ${unreachable[1]}` };
        if (setting !== undefined) yield { manifest: scaled, message: `spec.triggers[${index}].metadata.${setting} ${fault}` };
      }
    }
  },
};

type Fault = readonly [setting: string, fault: string];

function urlFault(trigger: Trigger): Fault | undefined {
  const setting = Object.hasOwn(URLS, trigger.type) ? URLS[trigger.type] : undefined;
  const value = setting === undefined ? '' : settingOf(trigger, setting)?.trim() ?? '';
  if (value === '') return undefined;
  if (!/^https?:\/\//i.test(value)) return [setting!, `is "${value}", which has no scheme; write http://${value.replace(/^\w*:?\/\//, '')}`];
  const path = QUERY_PATH[trigger.type];
  return path?.test(value) ? [setting!, `is "${value}", and KEDA adds the path of the query itself; write ${value.replace(path, '')}`] : undefined;
}

/** KEDA's operator connects, and localhost is its own pod. */
function localFault(trigger: Trigger): Fault | undefined {
  const setting = traitsOf(trigger.type).address;
  const value = setting === undefined ? '' : settingOf(trigger, setting) ?? '';
  if (!/^(?:\w+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(value)) return undefined;
  return [setting!, `is "${masked(value)}", which is the pod of KEDA's operator; name the Service, as in SERVICE.NAMESPACE:PORT`];
}

/** A Service by its name alone is one of KEDA's own namespace. */
function namespaceFault(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): Fault | undefined {
  const address = addressOf(manifests, scaled, trigger);
  const operator = kedaOperatorOf(manifests).namespace;
  if (!address || address.hosts.length === 0 || namespaceOf(scaled) === operator) return undefined;
  const isMeant = address.hosts.every(({ host }) => !host.includes('.') && serviceOf(manifests, host, operator) === undefined && serviceOf(manifests, host, namespaceOf(scaled)));
  const [{ host }] = address.hosts;
  return isMeant ? [address.setting, `names the host ${host} without a namespace, which KEDA's operator looks up in its own namespace (${operator}), and the Service is in ${namespaceOf(scaled)}; write ${host}.${namespaceOf(scaled)}`] : undefined;
}

function serviceOf(manifests: ManifestIndex, name: string, namespace: string): Manifest | undefined {
  return manifests.find({ apiVersion: 'v1', kind: 'Service', name, namespace });
}

/** RabbitMQ serves AMQP and its management API at different ports. */
function portFault(trigger: Trigger): Fault | undefined {
  if (trigger.type !== 'rabbitmq') return undefined;
  const host = settingOf(trigger, 'host') ?? '';
  const [, scheme, port] = /^(amqps?|https?):\/\/(?:[^@/]*@)?[^:/]+:(\d+)/.exec(host) ?? [];
  if (/^amqp/.test(scheme ?? '') && /^1567[12]$/.test(port)) return ['host', `is "${masked(host)}", and port ${port} serves the management API over HTTP; write port ${scheme === 'amqps' ? 5671 : 5672}, or protocol: http with an http URL`];
  return /^http/.test(scheme ?? '') && /^567[12]$/.test(port) ? ['host', `is "${masked(host)}", and port ${port} serves AMQP; write port ${scheme === 'https' ? 15671 : 15672}, or an amqp URL`] : undefined;
}

/** An address without its password. */
function masked(address: string): string {
  return address.replace(/(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:***@');
}

function hostFault(trigger: Trigger): Fault | undefined {
  const setting = Object.hasOwn(HOSTS, trigger.type) ? HOSTS[trigger.type] : undefined;
  const addresses = (setting === undefined ? '' : settingOf(trigger, setting) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  const faults = addresses.map((address) => faultOfAddress(address, trigger.type === 'kafka' ? 9092 : 6379));
  // one address that answers is enough
  return faults[0] === undefined || faults.includes(undefined) ? undefined : [setting!, faults[0]];
}

function faultOfAddress(address: string, port: number): string | undefined {
  const [, scheme, host] = /^(\w+:\/\/)?(.*)$/.exec(address)!;
  if (scheme !== undefined) return `has "${address}", which is a URL; write ${host}`;
  // a path is that of a socket
  return /:\d+$|^\//.test(address) ? undefined : `has "${address}", which has no port; write ${address}:${port}`;
}
