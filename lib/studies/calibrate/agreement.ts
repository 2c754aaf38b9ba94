import { type AgreementFigureScenario, type AgreementScenario, type ClosedLoopScenario, type OpenLoopScenario } from '../../scenario/scenario';

/** Maximum errors of a calibrated service. */
const LIMITS = {
  /** Mean absolute error as a share of the recorded mean. */
  cpu: 0.1,
  p50: 0.15,
  /** SLO error as a share of the requests. */
  slo: 0.01,
  replicas: 0.15,
  /** Minimum share of the time with replicas within one, or 10 %. */
  within: 0.9,
} as const;

/**
 * Errors that are negligible even if a simple prediction is as good: on repetitive days, last week's values are
 * accurate as well.
 */
const NEGLIGIBLE = { cpu: 0.05, p50: 0.05, slo: 0.005, replicas: 0.05 } as const;

const NAMES = { cpu: 'CPU', p50: 'the median latency', slo: 'the share of requests within the SLO', replicas: 'the number of replicas' } as const;
type Quantity = keyof typeof NAMES;

/** Facts about a comparison beyond its figures. */
export interface JudgedTime {
  readonly judgedDays: number;
  /** Aspects that cannot be tested, one sentence each. */
  readonly untested: readonly string[];
  /** True for a model server, whose CPU is not fitted. */
  readonly isEngine?: boolean;
}

/** Evaluates the figures of the open and the closed loop. */
export function judgeAgreement(
  openLoop: OpenLoopScenario, closedLoop: ClosedLoopScenario | undefined, { judgedDays, untested, isEngine = false }: JudgedTime,
): AgreementScenario {
  const figures: Partial<Record<Quantity, AgreementFigureScenario | undefined>> = { ...openLoop, replicas: closedLoop?.replicas };
  const wrong = (Object.keys(NAMES) as Quantity[]).flatMap((quantity) => faultsOf(quantity, figures[quantity]));
  const within = closedLoop?.within;
  if (within !== undefined && within < LIMITS.within) {
    wrong.push(`simulated replicas are within one or 10 % of the recorded ones in ${percent(within)} of the judged time, and ${percent(LIMITS.within)} are needed`);
  }
  const needed: [Quantity, string][] = [
    ...(isEngine ? [] : [['cpu', 'CPU'] as [Quantity, string]]), ['p50', 'latency'], ['replicas', 'the replicas that the policy chooses'],
  ];
  const lacking = needed.flatMap(([quantity, name]) => (figures[quantity] === undefined && untested.length === 0 ? [`${name} could not be judged`] : []));
  const open = [...untested, ...lacking];
  return {
    verdict: wrong.length > 0 ? 'disagrees' : open.length > 0 ? 'untested' : 'agrees',
    ...(wrong.length + open.length > 0 && { reasons: [...wrong, ...open] }),
    judgedDays,
    ...(Object.keys(openLoop).length > 0 && { openLoop }),
    ...(closedLoop && { closedLoop }),
  };
}

function faultsOf(quantity: Quantity, figure: AgreementFigureScenario | undefined): string[] {
  if (!figure) return [];
  const { error, sameTimeLastWeek, constant } = figure;
  const text = (value: number): string => (quantity === 'slo' ? `${Number((100 * value).toPrecision(2))} points` : percent(value));
  const faults: string[] = [];
  if (error > LIMITS[quantity]) faults.push(`${NAMES[quantity]} is off by ${text(error)}, and at most ${text(LIMITS[quantity])} is allowed`);
  if (error <= NEGLIGIBLE[quantity]) return faults;
  for (const [name, baseline] of [['the value of a week before', sameTimeLastWeek], ['the mean of the fitted days', constant]] as const) {
    if (baseline !== undefined && error >= baseline) faults.push(`${NAMES[quantity]} is off by ${text(error)}, and ${name} by ${text(baseline)}`);
  }
  return faults;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
