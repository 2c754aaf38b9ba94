import { boundsAWrongMetric } from './bounds-a-wrong-metric';
import { type Claim } from './claim';
import { costsLessThanAMonolith } from './costs-less-than-a-monolith';
import { doublesInABurst } from './doubles-in-a-burst';
import { handsSessionsOver } from './hands-sessions-over';
import { holdsP99OnMonday } from './holds-p99-on-monday';
import { servesSoonAfterACacheHit } from './serves-soon-after-a-cache-hit';

/** In the order of the article. */
export const CLAIMS: readonly Claim[] = [
  doublesInABurst, holdsP99OnMonday, costsLessThanAMonolith, servesSoonAfterACacheHit, boundsAWrongMetric, handsSessionsOver,
];
