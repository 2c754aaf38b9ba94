import { type Agenda } from '../cluster/agenda';
import { type CustomPipeline } from '../cluster/model';
import { type Pod } from '../cluster/pod';
import { labelsOf, METRIC_NAME, Query, type Vector } from '../promql';
import { signatureOf } from '../promql/labels';
import { type RandomStream } from '../service/random-stream';
import { type Measured, type MetricValues } from './custom-metric';
import { Exposition } from './exposition';
import { type DemandHistory, type MeasuredQuery, type RecordingRule } from './measured-query';
import { SampleStore } from './sample-store';

/** Rules wait at most so long for a sample of what they read. */
const SLACK_SECONDS = 120;

interface Rule extends RecordingRule {
  readonly query: Query;
}

/** A query over what simulated pods expose: scraped, recorded by rules, and evaluated when somebody asks. */
export class QueryMetric implements MetricValues {
  private readonly query: Query;
  private readonly store: SampleStore;
  private readonly exposition: Exposition;
  private knownFrom = -Infinity;
  private last?: { readonly time: number; readonly vector: Vector };

  /** @param startEpochSeconds unix seconds at simulated time 0. */
  public constructor(
    private readonly measuredQuery: MeasuredQuery, measured: Measured, pipeline: CustomPipeline, agenda: Agenda, random: RandomStream,
    private readonly startEpochSeconds: number, history?: DemandHistory,
  ) {
    this.query = Query.parse(measuredQuery.text);
    const rules = measuredQuery.rules.map((rule): Rule => ({ ...rule, query: Query.parse(rule.expr) }));
    const reaches = [this.query, ...rules.map(({ query }) => query)].flatMap(({ selections }) => selections.map(({ reachSeconds }) => reachSeconds));
    this.store = new SampleStore(Math.max(0, ...reaches) + SLACK_SECONDS);
    this.exposition = new Exposition(measuredQuery, measured, pipeline);
    const needsPods = measured.controller.specReplicas === 0 && pipeline.relistSeconds > 0;
    if (needsPods) this.knownFrom = Infinity;
    const scrape = pipeline.scrapeSeconds || 1;
    if (history) this.remember(history, scrape, rules);
    agenda.every(scrape, random.uniform() * scrape, () => {
      this.exposition.scrape(this.store, agenda.now, this.epoch(agenda.now));
      if (this.knownFrom === Infinity && measured.controller.pods.some(({ phase }) => phase === 'Running')) {
        this.knownFrom = agenda.now + random.uniform() * pipeline.relistSeconds;
      }
    });
    for (const rule of rules) agenda.every(rule.intervalSeconds, random.uniform() * rule.intervalSeconds, () => this.record(rule, agenda.now));
  }

  /** All elements at a time. */
  public vector(now: number): Vector {
    if (this.last?.time !== now) this.last = { time: now, vector: this.query.vector(this.store, this.epoch(now)) };
    return this.last.vector;
  }

  public ofPod(pod: Pod, now: number): number | undefined {
    if (now < this.knownFrom) return undefined;
    const name = this.exposition.podName(pod);
    return this.vector(now).find(({ labels }) => labels.get(this.measuredQuery.podLabel) === name)?.value;
  }

  /** The sum of the elements, as the HPA adds them up; undefined where there is none. */
  public ofWorkload(now: number): number | undefined {
    if (now < this.knownFrom) return undefined;
    const vector = this.vector(now);
    return vector.length === 0 ? undefined : vector.reduce((sum, { value }) => sum + value, 0);
  }

  /** Traffic before the run goes through the same scrapes and rules, as one pod would have counted it. */
  private remember({ stepSeconds, perSecond }: DemandHistory, scrape: number, rules: readonly Rule[]): void {
    const length = perSecond.length * stepSeconds;
    const due = rules.map(() => -length);
    let total = 0;
    for (let elapsed = 0; elapsed < length; elapsed += scrape) {
      const now = elapsed - length;
      this.exposition.remember(this.store, total, this.epoch(now));
      total += scrape * perSecond[Math.floor(elapsed / stepSeconds)];
      for (const [i, rule] of rules.entries()) {
        if (now < due[i]) continue;
        this.record(rule, now);
        due[i] += rule.intervalSeconds;
      }
    }
    this.exposition.remember(this.store, undefined, this.epoch(0));
  }

  private record({ record, labels, query }: Rule, now: number): void {
    const time = this.epoch(now);
    for (const element of query.vector(this.store, time)) {
      const all = (): Map<string, string> => new Map([...element.labels, ...labelsOf(labels), [METRIC_NAME, record]]);
      this.store.append(record, `rule ${signatureOf(element.labels)}`, all, time, element.value);
    }
  }

  private epoch(now: number): number {
    return this.startEpochSeconds + now;
  }
}
