// Package declaration is what a unit declares of itself (自评申报内容): the
// figures of its data table and the items of its score table, as the contract
// of the API spells them. It reads them strictly and lets scoring compute them
// again. Nothing declared is ever changed.
package declaration
