export { type CauseShare } from './attribution';
export { CAUSE_KINDS, type Cause, type CauseKind } from './cause';
export { conclude, type Conclusion, type FlowConclusion, type WorkloadConclusion } from './conclusion';
export { type Stretch, type WorstSpan, type WorstSpans } from './misses';
