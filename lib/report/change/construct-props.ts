import { differences, type Difference } from '../../manifest/edit/differences';
import { type Manifest } from '../../manifest/manifest';
import { formatPath } from '../../studies/tune/edited-manifests';
import { type Fields, fieldsAt, fieldsListAt, isFields, listAt, numberAt, textAt, valueAt } from '../../values/fields';
import { Quantity } from '../../values/quantity';

/** Code change of the construct that generates an autoscaler. */
export interface ConstructChange {
  /** Props of the ScalingPolicy, or of `scaling` of a KotaemonModule, as TypeScript. */
  readonly props: readonly string[];
  /** Remarks beyond the props. */
  readonly remarks: readonly string[];
  /** Statements that patch the final manifest, for fields without a prop. */
  readonly patches: readonly string[];
}

const SCALED_OBJECT_BEHAVIOR = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];
/** Path of the scaling behavior by the kind of the autoscaler. */
const BEHAVIOR: Readonly<Record<string, readonly string[]>> = { HorizontalPodAutoscaler: ['spec', 'behavior'], ScaledObject: SCALED_OBJECT_BEHAVIOR };
const BOUNDS: Readonly<Record<string, string>> = {
  'spec.minReplicas': 'minReplicas', 'spec.minReplicaCount': 'minReplicas', 'spec.maxReplicas': 'maxReplicas', 'spec.maxReplicaCount': 'maxReplicas',
};
const KEDA_SECONDS = ['pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod'];

/** Returns the props that turn one autoscaler of this library into another. */
export function constructChange(before: Manifest, after: Manifest): ConstructChange {
  const changes = differences(before, after);
  const [props, remarks, patches]: Set<string>[] = [new Set(), new Set(), new Set()];
  for (const change of changes) {
    const path = formatPath(change.path);
    const said = boundOf(path, change) ?? directionOf(change, before, after) ?? kedaOf(change, after) ?? metricsOf(change, after);
    if (said === undefined) patches.add(patchOf(change));
    else if ('remark' in said) remarks.add(said.remark);
    else props.add(said.prop);
  }
  return { props: [...props], remarks: [...remarks], patches: [...patches] };
}

type Said = { readonly prop: string } | { readonly remark: string } | undefined;

function boundOf(path: string, { after }: Difference): Said {
  return Object.hasOwn(BOUNDS, path) && typeof after === 'number' ? { prop: `${BOUNDS[path]}: ${after},` } : undefined;
}

function directionOf({ path }: Difference, before: Manifest, after: Manifest): Said {
  const base = Object.hasOwn(BEHAVIOR, before.kind) ? BEHAVIOR[before.kind] : undefined;
  if (!base || path.slice(0, Math.min(base.length, path.length)).some((step, i) => step !== base[i])) return undefined;
  const named = path[base.length];
  const directions = (['scaleUp', 'scaleDown'] as const).filter((each) => named === undefined || named === each)
    .filter((each) => differences(fieldsAt(before, ...base, each), fieldsAt(after, ...base, each)).length > 0);
  const texts = directions.map((each) => directionText(each, fieldsAt(after, ...base, each)));
  return texts.length === 0 || texts.includes(undefined) ? undefined : { prop: texts.join('\n') };
}

function directionText(direction: string, rules: Fields | undefined): string | undefined {
  if (!rules) return `${direction}: undefined,`;
  const known = ['stabilizationWindowSeconds', 'policies', 'selectPolicy', 'tolerance'];
  if (Object.keys(rules).some((key) => !known.includes(key))) return undefined;
  const [window, select, tolerance] = [numberAt(rules, 'stabilizationWindowSeconds'), textAt(rules, 'selectPolicy'), valueAt(rules, 'tolerance')];
  const policies = listAt(rules, 'policies').map(rateText);
  if (policies.includes(undefined) || (select !== undefined && !['Max', 'Min', 'Disabled'].includes(select))) return undefined;
  const share = tolerance === undefined ? undefined : Quantity.tryParse(String(tolerance))?.toNumber();
  if (tolerance !== undefined && share === undefined) return undefined;
  return [
    `${direction}: {`,
    ...(window === undefined ? [] : [`  stabilizationWindow: Duration.seconds(${window}),`]),
    ...(policies.length === 0 ? [] : [`  policies: [${policies.join(', ')}],`]),
    ...(select === undefined ? [] : [`  selectPolicy: SelectPolicy.${select.toUpperCase()},`]),
    ...(share === undefined ? [] : [`  tolerance: ${share},`]),
    '},',
  ].join('\n');
}

function rateText(policy: unknown): string | undefined {
  const [type, value, period] = [textAt(policy, 'type'), numberAt(policy, 'value'), numberAt(policy, 'periodSeconds')];
  const factory = type === 'Percent' ? 'percent' : type === 'Pods' ? 'pods' : undefined;
  return factory === undefined || value === undefined || period === undefined ? undefined : `ScalingRate.${factory}(${value}, Duration.seconds(${period}))`;
}

function kedaOf({ path, after: value }: Difference, { kind }: Manifest): Said {
  const [spec, field, ...rest] = path;
  if (kind !== 'ScaledObject' || spec !== 'spec' || rest.length > 0 || !KEDA_SECONDS.includes(String(field))) return undefined;
  const wanted = typeof value === 'number' ? `${field}: Duration.seconds(${value})` : `no ${field}`;
  return { remark: `set ${wanted} in the options of Autoscaler.keda(…)` };
}

/** Target fields of a metric or a trigger. */
const TARGETS = ['averageUtilization', 'averageValue', 'value', 'threshold', 'lagThreshold', 'queueLength'];

function metricsOf({ path, before, after: value }: Difference, after: Manifest): Said {
  const [spec, list, position] = path;
  const field = String(path[path.length - 1]);
  if (spec !== 'spec' || (list !== 'metrics' && list !== 'triggers') || typeof position !== 'number' || !TARGETS.includes(field)) return undefined;
  if (before === undefined || value === undefined) return undefined;
  const metric = fieldsListAt(after, 'spec', list)[position];
  const resource = resourceMetric(metric, value);
  if (resource !== undefined) return { remark: `in metrics, write ${resource} in the place of the one for ${before}` };
  return { remark: `in metrics, the target of ${metricName(metric)} is ${JSON.stringify(value)} instead of ${JSON.stringify(before)}` };
}

/** Returns the code of a CPU or memory utilization. */
function resourceMetric(metric: Fields | undefined, value: unknown): string | undefined {
  const source = fieldsAt(metric, 'resource') ?? fieldsAt(metric, 'containerResource');
  const [isHpa, trigger] = [isFields(source), textAt(metric, 'type')];
  const resource = isHpa ? textAt(source, 'name') : trigger;
  const isShare = isHpa ? textAt(source, 'target', 'type') === 'Utilization' : (textAt(metric, 'metricType') ?? textAt(metric, 'metadata', 'type')) === 'Utilization';
  if ((resource !== 'cpu' && resource !== 'memory') || !isShare || !/^\d+$/.test(String(value))) return undefined;
  const container = isHpa ? textAt(source, 'container') : textAt(metric, 'metadata', 'containerName');
  return `ScalingMetric.${resource}Utilization(${value}${container === undefined ? '' : `, { container: ${quoted(container)} }`})`;
}

function metricName(metric: Fields | undefined): string {
  const sources = ['pods', 'object', 'external'].map((kind) => textAt(metric, kind, 'metric', 'name'));
  const name = sources.find((each) => each !== undefined) ?? textAt(metric, 'metadata', 'metricName') ?? textAt(metric, 'name') ?? textAt(metric, 'type');
  return quoted(name ?? 'the metric');
}

function patchOf({ path, before, after }: Difference): string {
  const pointer = quoted(path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (after === undefined) return `FinalManifest.of(policy.autoscaler).remove(${pointer});`;
  return `FinalManifest.of(policy.autoscaler).${before === undefined ? 'add' : 'replace'}(${pointer}, ${JSON.stringify(after)});`;
}

/** Quotes text as a TypeScript literal. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
