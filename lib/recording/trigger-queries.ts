import { fieldsListAt, type Manifest, textAt } from '../manifest';
import { type Expression, METRIC_NAME, Query } from '../promql';
import { quoted } from '../promql/selectors';
import { UserError } from '../values/user-error';
import { type SeriesName } from './recording';

export interface TriggerQuery {
  readonly series: SeriesName;
  readonly query: string;
}

const QUEUE = /queue|lag|messages|waiting|pending|backlog|jobs/;
const REQUESTS = /requests?(?:_total)?$|_count$|responses_total$/;
/** Engines whose queues have series of their own in a recording. */
const ENGINE = /^(?:vllm|sglang)[:_]/;

/** Queries to which the triggers of a ScaledObject amount, by the quantity that they measure. */
export function triggerQueries(autoscaler: Manifest): TriggerQuery[] {
  return fieldsListAt(autoscaler, 'spec', 'triggers').flatMap((trigger) => {
    const setting = (name: string): string => textAt(trigger, 'metadata', name) ?? '';
    switch (textAt(trigger, 'type')) {
      case 'prometheus': return measured(setting('query'));
      case 'kafka':
      case 'apache-kafka': return [lag(`consumergroup=${quoted(setting('consumerGroup'))},topic=${quoted(setting('topic'))}`)];
      case 'rabbitmq': return [{ series: 'queue-length', query: `sum(max by (queue, vhost) (rabbitmq_queue_messages{queue=${quoted(setting('queueName'))}}))` }];
      case 'redis': return [{ series: 'queue-length', query: `max(redis_key_size{key=${quoted(setting('listName'))}})` }];
      case 'redis-streams': return [{ series: 'queue-length', query: `max(redis_stream_group_lag{stream=${quoted(setting('stream'))},group=${quoted(setting('consumerGroup'))}})` }];
      default: return [];
    }
  });
}

function lag(matchers: string): TriggerQuery {
  return { series: 'queue-length', query: `sum(max by (partition) (kafka_consumergroup_lag{${matchers}}))` };
}

/** Quantity of a query by the names of its series, where its value is that quantity of all pods in its unit. */
function measured(text: string): TriggerQuery[] {
  const query = parsed(text);
  const names = query === undefined ? [] : namesIn(query);
  if (query === undefined || names.length === 0 || names.some((name) => ENGINE.test(name))) return [];
  if (isTotalOf(query.expression, ['sum'], isRate)) return names.every((name) => REQUESTS.test(name)) ? [{ series: 'requests', query: text }] : [];
  const isQueue = isTotalOf(query.expression, ['sum', 'max'], ({ kind }) => kind === 'selector') && names.some((name) => QUEUE.test(name));
  return isQueue ? [{ series: 'queue-length', query: text }] : [];
}

/** Query that is parsed; undefined where it is beyond the PromQL that is understood. */
function parsed(text: string): Query | undefined {
  try {
    return Query.parse(text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Names of the series of a query. */
function namesIn({ selections }: Query): string[] {
  return selections.flatMap(({ matchers }) => matchers.flatMap(({ label, operator, value }) => (label === METRIC_NAME && operator === '=' ? [value] : [])));
}

/** Changes a second; increase() is a change over its window instead. */
function isRate(expression: Expression): boolean {
  return expression.kind === 'call' && (expression.name === 'rate' || expression.name === 'irate');
}

/** True for aggregations and sums of nothing but some parts; anything else has another unit, or is not the total. */
function isTotalOf(expression: Expression, operators: readonly string[], isPart: (expression: Expression) => boolean): boolean {
  const isTotal = (each: Expression): boolean => isTotalOf(each, operators, isPart);
  if (isPart(expression)) return true;
  switch (expression.kind) {
    case 'aggregation': return operators.includes(expression.operator) && isTotal(expression.operand);
    case 'arithmetic': return expression.operator === '+' && isTotal(expression.left) && isTotal(expression.right);
    // `or vector(0)` stands for a series that is not there.
    case 'set': return expression.operator === 'or' && isTotal(expression.left) && (isTotal(expression.right) || isConstant(expression.right));
    default: return false;
  }
}

function isConstant(expression: Expression): boolean {
  return expression.kind === 'number' || (expression.kind === 'call' && expression.name === 'vector');
}
