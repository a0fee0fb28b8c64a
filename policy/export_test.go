package policy

// Build makes a policy from other rules than those that are shipped.
func Build(model, rules string) (*Policy, error) { return build(model, rules) }

// Shipped gives the texts that New builds from.
func Shipped() (model, rules string) { return modelText, rulesText }
