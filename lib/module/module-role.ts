import { requireLabel } from '../kube/names';
import { LABEL } from '../kube/labels';
import { UserError } from '../values/user-error';
import { type RoleProfile } from './role-profile';
import { GENERATION, INPUT_PROCESSING, RETRIEVAL, STATE_TRACKING, TOOL_CALLING } from './role-profiles';

/** Role of a module in the pipeline: the start values of its settings. */
export class ModuleRole {
  /** Turns documents into chunks and vectors, off a queue. */
  public static readonly INPUT_PROCESSING = new ModuleRole('input-processing', INPUT_PROCESSING);

  /** Keeps track of conversations, in a store. */
  public static readonly STATE_TRACKING = new ModuleRole('state-tracking', STATE_TRACKING);

  /** Finds what a question is about. */
  public static readonly RETRIEVAL = new ModuleRole('retrieval', RETRIEVAL);

  /** Runs the model that answers. */
  public static readonly GENERATION = new ModuleRole('generation', GENERATION);

  /** Calls tools on behalf of a model. */
  public static readonly TOOL_CALLING = new ModuleRole('tool-calling', TOOL_CALLING);

  /**
   * A role of your own.
   *
   * @param name becomes the label app.kubernetes.io/component
   */
  public static custom(name: string, profile: RoleProfile = {}): ModuleRole {
    return new ModuleRole(name, profile);
  }

  private constructor(
    /** The value of app.kubernetes.io/component. */
    public readonly name: string,
    /** The start values. */
    public readonly profile: RoleProfile,
  ) {
    if (name === '') throw new UserError('the name of a role is empty; set one, which becomes the label app.kubernetes.io/component');
    requireLabel(LABEL.component, name);
  }
}
