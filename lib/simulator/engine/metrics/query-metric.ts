import { labelsOf, METRIC_NAME, Query, type Vector } from '../../../promql';
import { signatureOf } from '../../../promql/labels';
import { type CustomPipeline } from '../../world/cluster';
import { type DemandHistory, type MeasuredQuery, type RecordingRule } from '../../world/measured-query';
import { type EventQueue } from '../events/event-queue';
import { type Pod } from '../cluster/pod';
import { type RandomStream } from '../random/random-stream';
import { type MetricValues } from './custom-metric';
import { type Measured } from './measured';
import { Exposition } from './exposition';
import { SampleStore } from './sample-store';

/** Rules wait at most so long for a sample of what they read. */
const SLACK_SECONDS = 120;

interface Rule extends RecordingRule {
  readonly query: Query;
  /** Keys of the series that the last evaluation recorded, so that those that are gone are ended. */
  recorded: ReadonlySet<string>;
}

/** Query over the series of simulated pods: scraped, recorded by rules, and evaluated at each read. */
export class QueryMetric implements MetricValues {
  private readonly query: Query;
  private readonly store: SampleStore;
  private readonly exposition: Exposition;
  private knownFrom = -Infinity;
  private last?: { readonly time: number; readonly vector: Vector };

  /** @param startEpochSeconds unix seconds at simulated time 0. */
  public constructor(
    private readonly measuredQuery: MeasuredQuery, measured: Measured, pipeline: CustomPipeline, eventQueue: EventQueue, random: RandomStream,
    private readonly startEpochSeconds: number, history?: DemandHistory,
  ) {
    this.query = Query.parse(measuredQuery.text);
    const rules = measuredQuery.rules.map((rule): Rule => ({ ...rule, query: Query.parse(rule.expr), recorded: new Set() }));
    const groups = [...new Set(rules.map(({ group }) => group))].map((group) => rules.filter((rule) => rule.group === group));
    const reaches = [this.query, ...rules.map(({ query }) => query)].flatMap(({ selections }) => selections.map(({ reachSeconds }) => reachSeconds));
    this.store = new SampleStore(Math.max(0, ...reaches) + SLACK_SECONDS);
    this.exposition = new Exposition(measuredQuery, measured, pipeline);
    const needsPods = measured.controller.specReplicas === 0 && pipeline.relistSeconds > 0;
    if (needsPods) this.knownFrom = Infinity;
    const scrape = pipeline.scrapeSeconds || 1;
    if (history) this.remember(history, scrape, groups);
    eventQueue.every(scrape, random.uniform() * scrape, () => {
      this.exposition.scrape(this.store, eventQueue.now, this.epoch(eventQueue.now));
      if (this.knownFrom === Infinity && measured.controller.pods.some(({ phase }) => phase === 'Running')) {
        this.knownFrom = eventQueue.now + random.uniform() * pipeline.relistSeconds;
      }
    });
    for (const group of groups) {
      const [{ intervalSeconds }] = group;
      eventQueue.every(intervalSeconds, random.uniform() * intervalSeconds, () => this.evaluate(group, eventQueue.now));
    }
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
  private remember({ stepSeconds, perSecond }: DemandHistory, scrape: number, groups: ReadonlyArray<readonly Rule[]>): void {
    const length = perSecond.length * stepSeconds;
    const due = groups.map(() => -length);
    let total = 0;
    for (let elapsed = 0; elapsed < length; elapsed += scrape) {
      const now = elapsed - length;
      this.exposition.remember(this.store, total, this.epoch(now));
      total += scrape * perSecond[Math.floor(elapsed / stepSeconds)];
      for (const [i, group] of groups.entries()) {
        if (now < due[i]) continue;
        this.evaluate(group, now);
        due[i] += group[0].intervalSeconds;
      }
    }
    this.exposition.remember(this.store, undefined, this.epoch(0));
  }

  /** The rules of a group see what those before them have just recorded. */
  private evaluate(group: readonly Rule[], now: number): void {
    for (const rule of group) this.record(rule, this.epoch(now));
  }

  private record(rule: Rule, time: number): void {
    const { record, labels, query } = rule;
    const recorded = new Set<string>();
    for (const element of query.vector(this.store, time)) {
      const key = `rule ${record} ${signatureOf(element.labels)}`;
      recorded.add(key);
      this.store.append(record, key, () => new Map([...element.labels, ...labelsOf(labels), [METRIC_NAME, record]]), time, element.value);
    }
    const missing = [...rule.recorded].filter((key) => !recorded.has(key));
    if (missing.length > 0) this.store.end(new Set(missing), time);
    rule.recorded = recorded;
  }

  private epoch(now: number): number {
    return this.startEpochSeconds + now;
  }
}
