/** Sentences that the report begins with, each once: first those that nobody may overlook, then the others, in the order in which they were made. */
export class Assumptions {
  private readonly warnings = new Sentences();
  private readonly assumed = new Sentences();

  public add(...sentences: readonly string[]): void {
    for (const sentence of sentences) this.assumed.add(sentence);
  }

  /** What is assumed of one workload; what is assumed of several alike is said once. */
  public about(workload: string, sentence: string): void {
    this.assumed.add(sentence, workload);
  }

  /** What makes the figures of a workload unsure, so that it stands above all else. */
  public warn(workload: string, sentence: string): void {
    this.warnings.add(sentence, workload);
  }

  public list(): string[] {
    return [...this.warnings.list(), ...this.assumed.list()];
  }
}

/** Sentences with the workloads that each is about. */
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
