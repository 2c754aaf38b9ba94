import { fieldsListAt, type Manifest, textAt } from '../manifest';
import { METRIC_NAME, Query } from '../promql';
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

/** Quantity of a query by the names of its series. */
function measured(query: string): TriggerQuery[] {
  const names = namesIn(query);
  if (names.length === 0 || names.some((name) => ENGINE.test(name))) return [];
  if (names.some((name) => QUEUE.test(name))) return [{ series: 'queue-length', query }];
  return names.every((name) => REQUESTS.test(name)) ? [{ series: 'requests', query }] : [];
}

/** Names of the series of a query; none where it is beyond the PromQL that is understood. */
function namesIn(query: string): string[] {
  try {
    return Query.parse(query).selections.flatMap(({ matchers }) => (
      matchers.flatMap(({ label, operator, value }) => (label === METRIC_NAME && operator === '=' ? [value] : []))
    ));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
