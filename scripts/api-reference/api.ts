/** Text of a signature: plain, or the name of an exported declaration that a reader can follow. */
export interface Part {
  readonly text: string;
  /** Declaration that the text names. */
  readonly target?: object;
}

/** Docstring, taken apart. */
export interface Docs {
  readonly text: string;
  /** Descriptions of parameters by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly returns?: string;
  readonly throws?: string;
  readonly default?: string;
  readonly see: readonly string[];
}

/** Member of a class, an interface or an enum. */
export interface Member {
  readonly name: string;
  readonly kind: 'property' | 'method' | 'constructor' | 'value';
  readonly isStatic: boolean;
  readonly isOptional: boolean;
  /** Name and type, as in `of(scope: IConstruct): Cluster`. */
  readonly signature: readonly Part[];
  readonly docs: Docs;
}

/** Exported declaration. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum' | 'function' | 'type' | 'constant';
  /** Source file, relative to the project. */
  readonly file: string;
  /** Signature, or the first line of a class or interface. */
  readonly signature: readonly Part[];
  readonly docs: Docs;
  readonly members: readonly Member[];
  /** Identity that a Part's target refers to. */
  readonly identity: object;
}
