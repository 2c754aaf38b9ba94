import { evaluate } from './evaluate';
import { type Expression } from './expression';
import { type Matcher } from './matcher';
import { parse } from './parse';
import { type QueryContext, type SeriesSource } from './source';
import { requireType } from './types';
import { type Vector } from './value';

/** Prometheus version whose look-back a query follows. */
export type QueryOptions = Partial<QueryContext>;

/** Series that a query reads, and seconds of the past that it reaches. */
export interface Selection {
  /** Matchers of the selector. */
  readonly matchers: readonly Matcher[];
  /** Seconds before the evaluation that the selector reads. */
  readonly reachSeconds: number;
}

const DEFAULT_LOOK: QueryContext = { prometheus: 3, lookbackSeconds: 300 };

/**
 * A query of the subset of PromQL that is simulated, parsed once and evaluated at as many instants as it takes.
 *
 * @example
 * const query = Query.parse('sum(rate(http_requests_total[5m]))');
 * const [{ value }] = query.vector(source, 1_704_067_200);
 */
export class Query {
  /**
   * Parses a PromQL expression.
   *
   * @param options default: as Prometheus 3 looks, which forgets a series after 5 minutes
   * @throws UserError that names what Prometheus would refuse, or what it has and the simulator has not.
   */
  public static parse(text: string, options: QueryOptions = {}): Query {
    const expression = parse(text);
    requireType(expression, ['scalar', 'vector'], text);
    return new Query(text, expression, { ...DEFAULT_LOOK, ...options });
  }

  private constructor(
    /** PromQL as given. */
    public readonly text: string,
    /** Syntax tree of the query. */
    public readonly expression: Expression,
    private readonly context: QueryContext,
  ) {}

  /** The vector at an instant, in Unix seconds; a number is a vector of one element without labels. */
  public vector(source: SeriesSource, time: number): Vector {
    const value = evaluate(this.expression, { ...this.context, source, time });
    return typeof value === 'number' ? [{ labels: new Map(), value }] : value as Vector;
  }

  /** Everything that the query selects. */
  public get selections(): Selection[] {
    return selectionsOf(this.expression, this.context.lookbackSeconds);
  }
}

function selectionsOf(expression: Expression, lookbackSeconds: number): Selection[] {
  const below = (...parts: Expression[]): Selection[] => parts.flatMap((part) => selectionsOf(part, lookbackSeconds));
  switch (expression.kind) {
    case 'number':
    case 'string': return [];
    case 'selector': return [{ matchers: expression.matchers, reachSeconds: expression.offsetSeconds + lookbackSeconds }];
    case 'range': return [{ matchers: expression.matchers, reachSeconds: expression.offsetSeconds + expression.rangeSeconds }];
    case 'subquery': {
      const earlier = expression.offsetSeconds + expression.rangeSeconds;
      return below(expression.operand).map(({ matchers, reachSeconds }) => ({ matchers, reachSeconds: earlier + reachSeconds }));
    }
    case 'negation': return below(expression.operand);
    case 'call': return below(...expression.args);
    case 'aggregation': return below(expression.operand, ...(expression.parameter ? [expression.parameter] : []));
    default: return below(expression.left, expression.right);
  }
}
