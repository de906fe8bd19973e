/// Where each class of the five begins (五级分类); below the first step a loan is pass (正常).
package struct ClassificationSteps: Hashable, Sendable {
    /// Numbers of missed instalments, each step beginning with its figure (≥).
    package var missedInstalments: Steps
    /// Days past due, each step beginning with more days than its figure (>). A lender that excepts short technical lapses
    /// begins special mention above 0.
    package var daysPastDue: Steps

    package init(missedInstalments: Steps, daysPastDue: Steps) {
        self.missedInstalments = missedInstalments
        self.daysPastDue = daysPastDue
    }

    /// Ascending.
    package struct Steps: Hashable, Sendable {
        /// 关注
        package var specialMention: Int
        /// 次级
        package var substandard: Int
        /// 可疑
        package var doubtful: Int
        /// 损失
        package var loss: Int

        package init(specialMention: Int, substandard: Int, doubtful: Int, loss: Int) {
            self.specialMention = specialMention
            self.substandard = substandard
            self.doubtful = doubtful
            self.loss = loss
        }
    }
}
