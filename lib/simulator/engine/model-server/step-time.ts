import { type StepTimes } from '../../world/world';
import { PiecewiseLinear } from './curve';

const { max, sqrt } = Math;

/** Prompt tokens that one engine step computes. */
export interface PromptWork {
  /** Prompts that have tokens in the step. */
  readonly prompts: number;
  readonly tokens: number;
  /** Pairs of a prompt token and a token of its prompt before it: what attention computes. */
  readonly pairs: number;
}

/** Seconds of an engine step. */
export class StepTime {
  private readonly decodeCurve: PiecewiseLinear;
  private readonly tokenCurve: PiecewiseLinear;
  private readonly furtherPromptCurve: PiecewiseLinear;

  public constructor(private readonly times: StepTimes) {
    this.decodeCurve = new PiecewiseLinear(times.decode);
    this.tokenCurve = new PiecewiseLinear(times.tokens);
    this.furtherPromptCurve = new PiecewiseLinear(times.furtherPrompts);
  }

  /** A step that only decodes: `requests` tokens over `context` tokens of context in all. */
  public decode(requests: number, context: number): number {
    return this.decodeCurve.at(requests) + this.times.perContextToken * context;
  }

  /**
   * A step that computes prompt tokens beside one token of each decoding request. It takes no less than the decode step
   * of as many requests.
   */
  public mixed({ prompts, tokens, pairs }: PromptWork, requests: number, context: number): number {
    const { perContextToken, perTokenPair } = this.times;
    const linear = max(this.decodeCurve.at(requests + prompts), this.tokenCurve.at(tokens + requests));
    return linear + this.furtherPromptCurve.at(prompts) + perTokenPair * pairs + perContextToken * context;
  }

  /** So many decode steps in a row, in which each request's context grows by a token a step. */
  public decodeSteps(steps: number, requests: number, context: number): number {
    return steps * this.decode(requests, context) + this.growth(requests) * steps * (steps - 1);
  }

  /** The fewest decode steps in a row that take at least so long. */
  public stepsWithin(seconds: number, requests: number, context: number): number {
    const growth = this.growth(requests);
    const linear = this.decode(requests, context) - growth;
    const steps = 2 * seconds / (linear + sqrt(linear * linear + 4 * growth * seconds));
    return max(1, Math.ceil(steps - 1e-9));
  }

  private growth(requests: number): number {
    return this.times.perContextToken * requests / 2;
  }
}

/**
 * Pairs of a chunk of a prompt: each of its tokens with the tokens computed before the chunk and half of the chunk
 * itself.
 */
export function pairsOf(tokens: number, before: number): number {
  return tokens * (before + tokens / 2);
}
