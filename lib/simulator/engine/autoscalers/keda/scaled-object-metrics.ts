import { type Formula, type FormulaValues, parseFormula } from '../../../../keda/formula/formula';
import { type ScaledObjectSpec } from '../../../world/scaled-object';
import { FallbackCounter, type FallbackReplicas } from './fallback-counter';
import { type Activity } from './request-scale';
import { type Reading, type TriggerReader } from './trigger-reader';

/** External metric that replaces all triggers of a formula. */
export const COMPOSITE_METRIC = 'composite-metric';

/** Result of one trigger at a poll. */
export interface PolledTrigger {
  readonly name: string;
  readonly reading: Reading;
  /** Fallback value, after the failure threshold. */
  readonly fallback?: number;
}

/** Result of a poll. */
export interface PollResult {
  /** Reading of each trigger. */
  readonly triggers: readonly PolledTrigger[];
  /** Activity of the triggers. */
  readonly activity: Activity;
  /** Result of the formula, or its error. */
  readonly composite?: Reading;
}

interface Source {
  readonly reader: TriggerReader;
  readonly fallback: FallbackCounter;
  /** Reading of the last poll. */
  polled?: Reading;
}

/**
 * Metric values of one ScaledObject for KEDA's polling loop and, through the external metrics API, for the HPA. Both
 * count failures for the fallback.
 *
 * Source: getScaledObjectState and GetScaledObjectMetrics in pkg/scaling/scale_handler.go of KEDA.
 */
export class ScaledObjectMetrics {
  private readonly sources: readonly Source[];
  private readonly formula?: Formula;

  public constructor(private readonly spec: ScaledObjectSpec, readers: readonly TriggerReader[], private readonly replicas: () => FallbackReplicas) {
    this.sources = readers.map((reader) => ({ reader, fallback: new FallbackCounter(spec, reader.trigger) }));
    if (spec.modifiers) this.formula = parseFormula(spec.modifiers.formula, readers.flatMap(({ trigger }) => trigger.name ?? []));
  }

  /** Polls every trigger, as the loop does at each polling interval. */
  public poll(now: number): PollResult {
    const triggers = this.sources.map((source): PolledTrigger => {
      source.polled = source.reader.read(now);
      return { name: nameOf(source), reading: source.polled, fallback: this.fallbackOf(source, source.polled) };
    });
    const composite = this.spec.modifiers && this.composite(triggers);
    return { triggers, composite, activity: composite ? this.compositeActivity(composite) : this.activityOf(triggers) };
  }

  /** Returns the metric value for the HPA, truncated to thousandths, or an error. */
  public read(metric: string, now: number): number | { readonly error: string } {
    const asked = this.spec.modifiers ? this.sources : this.sources.filter(({ reader }) => reader.trigger.metric === metric);
    const triggers = asked.map((source): PolledTrigger => {
      const reading = (source.reader.trigger.useCachedMetrics && source.polled) || source.reader.read(now);
      return { name: nameOf(source), reading, fallback: this.fallbackOf(source, reading) };
    });
    const answer = this.spec.modifiers ? this.composite(triggers) : settled(triggers[0]);
    return 'error' in answer ? answer : Math.trunc(answer.value * 1000);
  }

  private fallbackOf({ fallback }: Source, reading: Reading): number | undefined {
    if (!('error' in reading)) {
      fallback.succeed();
      return undefined;
    }
    fallback.fail();
    return fallback.value(this.replicas());
  }

  private activityOf(triggers: readonly PolledTrigger[]): Activity {
    const { spec } = this;
    const readings = triggers.map((trigger) => ({ name: trigger.name, reading: settled(trigger) }));
    const active = readings.filter(({ reading }) => !('error' in reading) && reading.isActive);
    const isError = readings.some(({ reading }) => 'error' in reading);
    // KEDA never deactivates a target with cpu and memory triggers only: it could not activate it again.
    const isActive = active.length > 0 || (spec.triggers.length === 0 && !isError);
    return { isActive, isError, activeTriggers: active.map(({ name }) => name) };
  }

  private compositeActivity(composite: Reading): Activity {
    const isError = 'error' in composite;
    const isActive = !isError && composite.isActive;
    return { isActive, isError, activeTriggers: isActive ? ['ModifiersTrigger'] : [] };
  }

  /** Computes the formula; the fallback of one trigger replaces the whole formula. */
  private composite(triggers: readonly PolledTrigger[]): Reading {
    const { activationTarget } = this.spec.modifiers!;
    const standIn = triggers.find(({ fallback }) => fallback !== undefined)?.fallback;
    if (standIn !== undefined) return { value: standIn, isActive: standIn > activationTarget };
    const values: Record<string, number | null> = {};
    for (const [index, { reading }] of triggers.entries()) {
      const { reader, fallback } = this.sources[index];
      if (reader.trigger.name === undefined) continue;
      if (!('error' in reading)) values[reader.trigger.name] = reading.value;
      else if (fallback.isLeftOut) values[reader.trigger.name] = null;
      else return reading;
    }
    return this.compute(values, activationTarget);
  }

  private compute(values: FormulaValues, activationTarget: number): Reading {
    try {
      const value = this.formula!(values) ?? this.insteadOfFormula();
      if (!Number.isFinite(value)) return { error: `the formula comes to ${value}` };
      return { value: Math.max(0, value), isActive: value > activationTarget };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  /** Source: scalingModifiersFallbackTarget in pkg/scaling/modifiers/formula.go of KEDA 2.21. */
  private insteadOfFormula(): number {
    const { modifiers, fallback } = this.spec;
    return modifiers!.target * fallback!.replicas;
  }
}

/** Returns the reading or its fallback; a trigger with a fallback is active, whatever its value. */
function settled({ reading, fallback }: PolledTrigger): Reading {
  return fallback === undefined ? reading : { value: fallback, isActive: true };
}

function nameOf({ reader: { trigger } }: Source): string {
  return trigger.name ?? trigger.metric;
}
