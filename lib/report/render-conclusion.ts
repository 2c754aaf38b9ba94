import { type Conclusion } from '../results/conclusion/conclusion';
import { type Advice } from '../studies/counterfactual/best-change';
import { printable } from '../values/printable';
import { adviceSentence, boundSentence, flowSentences, lostSentences, NO_VERDICT } from './conclusion-sentences';
import { bold, type Terminal } from './terminal';
import { wrapped } from './wrapped';

/** Options of a rendered conclusion. */
export interface ConclusionOptions extends Terminal {
  /** Most effective change. @default - omitted */
  readonly advice?: Advice;
}

/** Maximum number of flows with a missed SLO that brief output describes in full. */
const MANY = 3;

/** Renders the conclusion of a run in sentences: SLO met or missed, periods, causes, and the most effective change. */
export function renderConclusion(conclusion: Conclusion, { advice, color, brief, width }: ConclusionOptions = {}): string {
  return [bold('Conclusion', color), ...conclusionLines(conclusion, { advice, brief }).map((line) => wrapped(printable(line), width))].join('\n');
}

/** Renders the conclusion with one line per flow. */
export function conclusionLines(conclusion: Conclusion, { advice, brief }: Pick<ConclusionOptions, 'advice' | 'brief'> = {}): string[] {
  const flows = flowSentences(conclusion);
  const lost = lostSentences(conclusion);
  if (conclusion.serviceState === 'assumed') return [NO_VERDICT, ...lost];
  const missed = flows.filter(({ verdict }) => verdict === 'missed');
  const met = flows.filter(({ verdict }) => verdict === 'met');
  const told = brief ? missed.slice(0, MANY) : missed;
  const metInFull = !brief || flows.length === 1;
  const bounds = conclusion.workloads.map((workload) => boundSentence(conclusion, workload)).filter((line) => line !== undefined);
  const change = adviceSentence(advice);
  return [
    ...lost,
    ...told.map(({ flow, sentences }) => `${flow}: ${sentences.join(' ')}`),
    ...(missed.length > told.length ? [`${missed.slice(told.length).map(({ flow }) => flow).join(', ')}: SLO MISSED as well (in full: --verbose).`] : []),
    ...(metInFull ? met.map(({ flow, sentences }) => `${flow}: ${sentences.join(' ')}`) : met.length > 0 ? [`${met.map(({ flow }) => flow).join(', ')}: SLO met.`] : []),
    ...(brief && conclusion.workloads.length > MANY ? [] : bounds),
    ...(change === undefined ? [] : [change]),
  ];
}
