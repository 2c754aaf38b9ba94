import { FallbackCounter, type FallbackReplicas } from './fallback-counter';
import { type Formula, type FormulaValues, parseFormula } from '../../../../keda/formula/formula';
import { type ScaledObjectSpec } from '../../../world/scaled-object';
import { type Activity } from './request-scale';
import { type Reading, type TriggerReader } from './trigger-reader';

/** The external metric that stands for all triggers of a formula. */
export const COMPOSITE_METRIC = 'composite-metric';

/** What one trigger said at a poll. */
export interface PolledTrigger {
  readonly name: string;
  readonly reading: Reading;
  /** The value that stands in for it, once it failed too often. */
  readonly fallback?: number;
}

/** What a poll found. */
export interface PollResult {
  readonly triggers: readonly PolledTrigger[];
  readonly activity: Activity;
  /** What the formula came to, or why it did not. */
  readonly composite?: Reading;
}

interface Source {
  readonly reader: TriggerReader;
  readonly fallback: FallbackCounter;
  /** What the last poll read. */
  polled?: Reading;
}

/**
 * KEDA's answers about one ScaledObject: to its own loop, and, as the server of external metrics, to the HPA. Both count failures, after which a fallback
 * stands in.
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

  /** Asks every trigger, as the loop does at each polling interval. */
  public poll(now: number): PollResult {
    const triggers = this.sources.map((source): PolledTrigger => {
      source.polled = source.reader.read(now);
      return { name: nameOf(source), reading: source.polled, fallback: this.fallbackOf(source, source.polled) };
    });
    const composite = this.spec.modifiers && this.composite(triggers);
    return { triggers, composite, activity: composite ? this.compositeActivity(composite) : this.activityOf(triggers) };
  }

  /** Answers the HPA: thousandths, cut off, or why there are none. */
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
    // A target of cpu and memory triggers alone could not be woken, so that KEDA never lets it rest.
    const isActive = active.length > 0 || (spec.triggers.length === 0 && !isError);
    return { isActive, isError, activeTriggers: active.map(({ name }) => name) };
  }

  private compositeActivity(composite: Reading): Activity {
    const isError = 'error' in composite;
    const isActive = !isError && composite.isActive;
    return { isActive, isError, activeTriggers: isActive ? ['ModifiersTrigger'] : [] };
  }

  /** While one trigger falls back, its value stands for the whole formula. */
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

/** The reading, or what stands in for it: a trigger that falls back is active, whatever its value. */
function settled({ reading, fallback }: PolledTrigger): Reading {
  return fallback === undefined ? reading : { value: fallback, isActive: true };
}

function nameOf({ reader: { trigger } }: Source): string {
  return trigger.name ?? trigger.metric;
}
