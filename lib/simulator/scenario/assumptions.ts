/** Sentences that the report begins with, each once: first those that nobody may overlook, then the others, in the order in which they were made. */
export class Assumptions {
  private readonly warnings = new Set<string>();
  /** By sentence, the workloads that it is about. */
  private readonly sentences = new Map<string, Set<string>>();

  /** What makes figures unsure, so that it stands above all else. */
  public warn(sentence: string): void {
    this.warnings.add(sentence);
  }

  public add(...sentences: readonly string[]): void {
    for (const sentence of sentences) this.subjectsOf(sentence);
  }

  /** What is assumed of one workload; what is assumed of several alike is said once. */
  public about(workload: string, sentence: string): void {
    this.subjectsOf(sentence).add(workload);
  }

  public list(): string[] {
    const told = [...this.sentences].map(([sentence, subjects]) => `${subjects.size > 0 ? `${[...subjects].join(', ')}: ` : ''}${sentence}`);
    return [...this.warnings, ...told];
  }

  private subjectsOf(sentence: string): Set<string> {
    const known = this.sentences.get(sentence) ?? new Set();
    this.sentences.set(sentence, known);
    return known;
  }
}
