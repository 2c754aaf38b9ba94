import { type Day } from '../../lib/studies/tune/days';
import { fixedAtPeak, forecastOf, vpaFloors, weekHours } from './need';
import { cronPolicy, grid, hpaPolicy, type Policy } from './policies';
import { type Method, type Played, type Player } from './player';
import { SLO } from './service';
import { type OutcomeTrace } from './traces';

/** Policy that was chosen on the training days. */
export interface Rival {
  readonly name: string;
  readonly policy: Policy;
}

/** Totals of some days. */
export interface Total {
  readonly cost: number;
  readonly attainment: number;
  readonly holds: boolean;
  /** Requests that were late or lost. */
  readonly misses: number;
}

export function totalOf(days: readonly Played[]): Total {
  const [good, total, cost] = (['good', 'total', 'cost'] as const).map((field) => days.reduce((sum, day) => sum + day[field], 0));
  const attainment = total === 0 ? 1 : good / total;
  return { cost, attainment, holds: attainment >= SLO.objective, misses: total - good };
}

/** Policies that hold the SLO by their cost, the others by their misses. */
function byOutcome(one: Total, other: Total): number {
  if (one.holds && other.holds) return one.cost - other.cost;
  return Number(other.holds) - Number(one.holds) || one.misses - other.misses;
}

const SHARES = [0.4, 0.5, 0.6, 0.7, 0.8];
const FINALISTS = 4;

/** Best of some policies: all on a sample of days by flows, and the best few on all days. */
export function bestOf(policies: readonly Policy[], player: Player, sample: readonly Day[], days: readonly Day[], method: Method = 'flows'): Policy {
  const ranked = (among: readonly Policy[], on: readonly Day[], by: Method): Policy[] => among
    .map((policy) => ({ policy, total: totalOf(player.play(policy, on, by)) }))
    .sort((a, b) => byOutcome(a.total, b.total)).map(({ policy }) => policy);
  return ranked(ranked(policies, sample, 'flows').slice(0, FINALISTS), days, method)[0];
}

/** Names of the baselines, in their order. */
export const RIVALS = ['default HPA', 'fixed, peak + 15 %', 'grid', 'cron p95 + HPA', 'VPA-like floor + HPA', 'max(forecast, HPA)'] as const;

/**
 * Baselines, each chosen on the training days; `sample` are the training days that the many policies of a grid are told
 * apart on.
 */
export function rivals(trace: OutcomeTrace, player: Player, sample: readonly Day[], isPlayed: (name: string) => boolean): Rival[] {
  const { fit, choose, judge } = trace.blocks;
  const training = [...fit, ...choose];
  const until = judge[0].from;
  const best = (policies: readonly Policy[]): Policy => bestOf(policies, player, sample, training);
  const floors = vpaFloors(trace, [...training, ...judge]);
  const forecast = forecastOf(trace);
  const all: { readonly name: typeof RIVALS[number]; readonly choose: () => Policy }[] = [
    { name: 'default HPA', choose: () => hpaPolicy({ min: 1, cpu: 0.8 }) },
    { name: 'fixed, peak + 15 %', choose: () => fixedAtPeak(trace, until) },
    { name: 'grid', choose: () => best(grid()) },
    { name: 'cron p95 + HPA', choose: () => best(SHARES.map((share) => {
      const policy = cronPolicy(weekHours(trace, until, share), share, 2);
      return { ...policy, text: `${policy.text}, at ${Math.round(100 * share)} %` };
    })) },
    { name: 'VPA-like floor + HPA', choose: () => best(SHARES.map((cpu) => ({ ...hpaPolicy({ min: 1, cpu }), text: `p90 floor, cpu ${Math.round(100 * cpu)}`, floors }))) },
    { name: 'max(forecast, HPA)', choose: () => best(SHARES.flatMap((cpu) => SHARES.map((each) => ({ ...hpaPolicy({ min: 2, cpu, forecast: each }), forecast })))) },
  ];
  return all.filter(({ name }) => isPlayed(name)).map(({ name, choose: chooses }) => ({ name, policy: chooses() }));
}
