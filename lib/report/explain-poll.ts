import { type Poll } from '../simulator/engine/autoscalers/keda/keda-loop';
import { type PolledTrigger } from '../simulator/engine/autoscalers/keda/scaled-object-metrics';
import { type Reading } from '../simulator/engine/autoscalers/keda/trigger-reader';
import { formatNumber } from '../results/format';
import { type Row } from './explain-pass';

/** Explains the readings and the decision of one KEDA poll. */
export function explainPoll({ triggers, composite, decision, replicas }: Poll, clock: string): Row[] {
  return [
    ['KEDA', `polled at ${clock}, with spec.replicas ${replicas}`],
    ...triggers.map((trigger): Row => ['trigger', describeTrigger(trigger)]),
    ...(composite ? [['trigger', `formula: ${describeReading(composite)}`] as Row] : []),
    ['decision', decision.replicas === undefined ? `left the replicas to the HPA; ${decision.reason}` : `${replicas} → ${decision.replicas}; ${decision.reason}`],
  ];
}

function describeTrigger({ name, reading, fallback }: PolledTrigger): string {
  return `${name}: ${describeReading(reading)}${fallback === undefined ? '' : `; the fallback is in effect with ${formatNumber(fallback)}`}`;
}

function describeReading(reading: Reading): string {
  return 'error' in reading ? `failed: ${reading.error}` : `${formatNumber(reading.value)}, ${reading.isActive ? 'active' : 'not active'}`;
}
