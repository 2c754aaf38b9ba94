/** Assumptions at the top of the report, without duplicates: warnings first, then the others, in order of insertion. */
export class Assumptions {
  private readonly warnings = new Sentences();
  private readonly assumed = new Sentences();

  public add(...sentences: readonly string[]): void {
    for (const sentence of sentences) this.assumed.add(sentence);
  }

  /** Records an assumption about one workload; equal assumptions about several are listed once. */
  public about(workload: string, sentence: string): void {
    this.assumed.add(sentence, workload);
  }

  /** Records a warning that the figures of a workload are uncertain; warnings are reported first. */
  public warn(workload: string, sentence: string): void {
    this.warnings.add(sentence, workload);
  }

  public list(): string[] {
    return [...this.warnings.list(), ...this.assumed.list()];
  }
}

/** Sentences with the workloads that they apply to. */
class Sentences {
  private readonly subjects = new Map<string, Set<string>>();

  public add(sentence: string, subject?: string): void {
    const known = this.subjects.get(sentence) ?? new Set();
    if (subject !== undefined) known.add(subject);
    this.subjects.set(sentence, known);
  }

  public list(): string[] {
    return [...this.subjects].map(([sentence, subjects]) => `${subjects.size > 0 ? `${[...subjects].join(', ')}: ` : ''}${sentence}`);
  }
}
