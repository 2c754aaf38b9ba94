import { requireLabel } from '../kube/names';
import { LABEL } from '../kube/labels';
import { UserError } from '../values/user-error';
import { type RoleProfile } from './role-profile';
import { GENERATION, INPUT_PROCESSING, RETRIEVAL, STATE_TRACKING, TOOL_CALLING } from './role-profiles';

/** Role of a module in the pipeline: supplies the defaults of its settings. */
export class ModuleRole {
  /** Queue worker that turns documents into chunks and vectors. */
  public static readonly INPUT_PROCESSING = new ModuleRole('input-processing', INPUT_PROCESSING);

  /** Stores the state of conversations. */
  public static readonly STATE_TRACKING = new ModuleRole('state-tracking', STATE_TRACKING);

  /** Retrieves the documents for a question. */
  public static readonly RETRIEVAL = new ModuleRole('retrieval', RETRIEVAL);

  /** Model server that generates answers. */
  public static readonly GENERATION = new ModuleRole('generation', GENERATION);

  /** Calls tools on behalf of a model. */
  public static readonly TOOL_CALLING = new ModuleRole('tool-calling', TOOL_CALLING);

  /**
   * Custom role.
   *
   * @param name the value of the label app.kubernetes.io/component
   */
  public static custom(name: string, profile: RoleProfile = {}): ModuleRole {
    return new ModuleRole(name, profile);
  }

  private constructor(
    /** Value of the label app.kubernetes.io/component. */
    public readonly name: string,
    /** Defaults of the role. */
    public readonly profile: RoleProfile,
  ) {
    if (name === '') throw new UserError('the name of a role is empty; set one, which becomes the label app.kubernetes.io/component');
    requireLabel(LABEL.component, name);
  }
}
